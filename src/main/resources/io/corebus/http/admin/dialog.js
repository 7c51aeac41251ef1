import {button, element} from '/pages/dom.js';

let last = 0;

/**
 * A dialog over the page. The browser keeps the focus inside, and gives it back at the end.
 *
 * @param stays whether it outlives the page over which it was opened
 * @param onEscape what Escape does instead of closing it: a slip of the finger must not lose what is inside
 */
export function open(title, content, {onClose, stays = false, onEscape = null} = {}) {
  const id = 'dialog-' + ++last;
  const dialog = element('dialog', {'aria-labelledby': id, 'data-stays': stays}, element('h2', {id}, title), content);
  dialog.addEventListener('close', () => {
    dialog.remove();
    onClose?.();
  });
  if (onEscape) {
    holdOpen(dialog, onEscape);
  }
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** A browser lets a page refuse "cancel" once only; the key itself can be refused always. */
function holdOpen(dialog, onEscape) {
  dialog.addEventListener('keydown', event => {
    if (event.key === 'Escape' && !event.isComposing) {
      event.preventDefault();
      onEscape();
    }
  });
  dialog.addEventListener('cancel', event => {
    event.preventDefault();
    onEscape();
  });
}

/** Another page is shown: what was asked over the one before is not asked any more. */
export function closeAll() {
  document.querySelectorAll('dialog:not([data-stays])').forEach(dialog => dialog.close());
}

/** Asks before something is done. @return a promise of whether it shall be */
export function confirm(title, content, {action = 'OK', danger = false} = {}) {
  return new Promise(decide => {
    let agreed = false;
    const agree = button(action, () => {
      agreed = true;
      dialog.close();
    }, {class: danger ? 'danger' : 'main'});
    const refuse = button('Cancel', () => dialog.close(), {autofocus: true});
    const dialog = open(title, [element('div', {}, content), element('div', {class: 'row'}, agree, refuse)], {onClose: () => decide(agreed)});
  });
}

/** The clipboard is there with TLS only, and may be refused. @return whether what is selected was copied */
async function copySelected(input) {
  input.focus();
  input.select();
  try {
    await navigator.clipboard.writeText(input.value);
    return true;
  } catch {
    return document.execCommand('copy');
  }
}

/** A text that is shown this once, to be kept elsewhere: it goes away when somebody says so, and only then. */
export function secret(title, about, text) {
  return new Promise(done => {
    const shown = element('input', {readonly: true, value: text, 'aria-label': title, class: 'secret', spellcheck: 'false'});
    const copied = element('span', {role: 'status'});
    const copy = button('Copy', async () => {
      copied.textContent = await copySelected(shown) ? ' Copied.' : ' Not copied: it is selected, copy it by the keyboard.';
    });
    const dialog = open(title, [element('p', {}, about), shown,
      element('div', {class: 'row'}, button('Done', () => dialog.close(), {class: 'main'}), copy, copied)], {onClose: done, stays: true, onEscape: () => {}});
    shown.select();
  });
}
