import {button, element, prose} from '/pages/dom.js';
import {Once} from './client.js';
import {open} from './dialog.js';
import {formDialog} from './form-dialog.js';
import {tell} from './notices.js';
import {pairs, whole} from './values.js';

/**
 * A button for each action of business logic that the caller may do.
 *
 * @param page of the resource, with app, feature, path, base, and renew() to show what came of it
 */
export function actionButtons(page) {
  return page.feature.acts.map(act => button(act.title, () => ask(page, act)));
}

function ask(page, act) {
  const once = new Once();
  formDialog(act.title, {fields: act.fields, required: act.required}, {
    action: act.title,
    about: element('p', {}, prose(act.description)),
    send: async values => {
      const body = JSON.stringify(values);
      const {version} = page.base;
      const headers = {'If-Match': '"' + version + '"', ...once.headers(version + body)};
      const output = await page.app.client.request('POST', page.path + '/actions/' + act.name, body, headers).catch(refusal => renewed(page, refusal));
      tell(act.title + ': done.');
      show(act, output ?? {});
      await page.renew();
    },
  });
}

/** It was done with nothing: the next try is with what is there now. */
async function renewed(page, refusal) {
  if (refusal.status === 412) {
    await page.renew();
    refusal.message += ' It is shown now: look at it, and try again.';
  }
  throw refusal;
}

function show(act, output) {
  const members = Object.entries(output);
  if (members.length) {
    const dialog = open(act.title, [
      element('dl', {class: 'reader'}, pairs(members.map(([name, value]) => [name, whole(value)]))),
      element('div', {class: 'row'}, button('Close', () => dialog.close(), {class: 'main'}))]);
  }
}
