import {button, element} from '/pages/dom.js';

/** Says of a feature that it is off, or can only be read, and leads admins to where that is set. */
export class FeatureNotice {
  off = false;

  constructor(app, feature) {
    this.app = app;
    this.feature = feature;
    this.shown = element('div', {class: 'held', role: 'status', hidden: true});
  }

  /** @return whether the caller has anything of the feature */
  async ask() {
    // What is beside the resources keeps nobody from them.
    const rights = await this.app.client.get('/api/me/permissions', {feature: this.feature.name}).catch(() => null);
    const own = rights?.features[0];
    if (own && !this.off) {
      this.tell(own.read_only);
    }
    return own !== undefined || rights === null;
  }

  /** @param text nothing where there is nothing to be said */
  tell(text, again = null) {
    this.shown.replaceChildren(...said(this.app, this.feature.name, text, again));
    this.shown.hidden = !text;
  }

  tellOff(refusal, again) {
    this.off = true;
    this.tell(refusal.message, again);
  }

  on() {
    if (this.off) {
      this.off = false;
      this.tell(null);
      this.ask();
    }
  }
}

/** In place of all that belongs to a feature of which nobody has anything at the moment, or not yet the caller. */
export function closedPage(app, name, refusal) {
  const title = app.model.titleOf(name);
  return {title, element: element('div', {},
      element('h1', {tabindex: '-1'}, title),
      element('div', {class: 'held', role: 'status'}, said(app, name, refusal.message, () => app.router.follow())))};
}

function said(app, name, text, again) {
  return [
    element('span', {}, text ?? ''),
    app.model.has('getControls') ? [' ', element('a', {href: '#/controls/' + name}, 'Its controls')] : [],
    again ? [' ', button('Try again', again)] : [],
  ].flat();
}
