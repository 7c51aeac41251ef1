import {button, element} from '/pages/dom.js';

const SHOWN_MILLIS = 6000;
/** No answer, too much at the moment, or a part is away: the same once more may work. */
const PASSING = [0, 429, 502, 503, 504];

/** Says what was done, without taking the focus. */
export function tell(text) {
  const notice = element('p', {class: 'notice'}, text);
  document.getElementById('notices').replaceChildren(notice);
  setTimeout(() => notice.remove(), SHOWN_MILLIS);
}

/** What was refused, where it was tried. */
export class Trouble {
  constructor() {
    this.shown = element('div', {class: 'trouble', role: 'alert', hidden: true});
  }

  clear() {
    this.shown.hidden = true;
    this.shown.replaceChildren();
  }

  /** @param again what to do to try once more, where that makes sense */
  show(refusal, again = null) {
    const faults = refusal.errors?.length
      ? element('ul', {}, refusal.errors.map(fault => element('li', {}, element('code', {}, fault.pointer || 'The whole'), ' ', fault.detail)))
      : null;
    const trace = refusal.status >= 500 && refusal.trace ? element('small', {}, 'In the log: ', element('code', {}, refusal.trace)) : null;
    this.shown.replaceChildren(element('p', {}, refusal.message), faults ?? '', trace ?? '', again ? retry(again) : '');
    this.shown.hidden = false;
  }

  /**
   * Does something, and shows why not. All of it is done by "Try again", too, so that nothing may be left to whoever awaits this; it has to be safe to be done
   * again.
   *
   * @param sender the button that began it, which cannot be used until it is over
   * @return whether it was done
   */
  async guard(action, sender = null) {
    this.clear();
    const focused = sender !== null && sender === document.activeElement;
    sender?.toggleAttribute('disabled', true);
    try {
      await action();
      return true;
    } catch (failure) {
      if (failure.name !== 'AbortError') {
        this.show(failure, PASSING.includes(failure.status) ? () => this.guard(action, sender) : null);
      }
      return false;
    } finally {
      sender?.toggleAttribute('disabled', false);
      // What is disabled loses the focus.
      if (focused && document.activeElement === document.body) {
        sender.focus();
      }
    }
  }
}

/** Once is enough. */
function retry(again) {
  const made = button('Try again', () => {
    made.disabled = true;
    again();
  });
  return made;
}
