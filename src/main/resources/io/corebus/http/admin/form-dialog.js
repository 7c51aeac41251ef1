import {button, element} from '/pages/dom.js';
import {confirm, open} from './dialog.js';
import {RecordForm} from './form.js';
import {Trouble} from './notices.js';

/**
 * A dialog with the form of what an operation takes. It stays open until that has worked.
 *
 * @param input the fields, and which of them are required
 * @param send takes the values, and does it
 */
export function formDialog(title, {fields, required}, {action, about = null, send}) {
  const form = new RecordForm(fields, {required});
  form.fill(null);
  const trouble = new Trouble();
  const sender = element('button', {class: 'main'}, action);
  const content = element('form', {novalidate: true, 'aria-label': title}, about, form.element, trouble.shown,
      element('div', {class: 'row'}, sender, button('Cancel', () => leave())));
  const leave = async () => {
    if (!form.dirty || await confirm('Close without doing it?', 'What you typed here would be lost.', {action: 'Close', danger: true})) {
      dialog.close();
    }
  };
  content.addEventListener('submit', event => {
    event.preventDefault();
    const values = form.created();
    if (!values || sender.disabled) {
      return;
    }
    trouble.guard(async () => {
      await form.sent(() => send(values));
      dialog.close();
    }, sender);
  });
  const dialog = open(title, content, {onEscape: leave});
  (form.fields[0]?.input ?? sender).focus();
}
