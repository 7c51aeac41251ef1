import {button, element} from '/pages/dom.js';
import {open} from './dialog.js';
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
      element('div', {class: 'row'}, sender, button('Cancel', () => dialog.close())));
  content.addEventListener('submit', async event => {
    event.preventDefault();
    const values = form.created();
    if (!values || sender.disabled) {
      return;
    }
    sender.disabled = true;
    const worked = await trouble.guard(() => form.sent(() => send(values)));
    sender.disabled = false;
    if (worked) {
      dialog.close();
    }
  });
  const dialog = open(title, content);
  (form.fields[0]?.input ?? sender).focus();
}
