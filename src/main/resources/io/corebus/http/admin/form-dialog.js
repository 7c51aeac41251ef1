import {button, element} from '/pages/dom.js';
import {open} from './dialog.js';
import {RecordForm} from './form.js';
import {Trouble} from './notices.js';
import {inputFields} from './plain-form.js';

/**
 * A dialog with the form of what an operation takes. It stays open until that has worked.
 *
 * @param send takes the values, and does it
 */
export function formDialog(title, schema, {action, names, about = null, send}) {
  const {fields, required} = inputFields(schema, names);
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
  form.fields[0]?.input.focus();
}
