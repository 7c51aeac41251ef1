import {button, element} from '/pages/dom.js';
import {tell, Trouble} from './notices.js';
import {plainTable, row} from './plain-table.js';
import {moment} from './values.js';

/** The sessions of one user, which can be ended. @param base path of the user, or /api/me */
export function sessions(app, base) {
  const own = base === '/api/me';
  const trouble = new Trouble();
  const table = plainTable('Sessions', ['Began', 'Last prolonged', 'From', 'With', null]);
  const load = () => trouble.guard(async () => {
    const {data} = await app.client.get(base + '/sessions');
    table.show(data.map(session => row(moment(session.created_at), moment(session.last_used_at), session.address ?? '', session.user_agent ?? '',
        session.current ? 'this one' : button('End', () => end('/' + session.id, 'The session ended.')))), 'No sessions.');
  });
  const end = (path, told) => trouble.guard(async () => {
    await app.client.request('DELETE', base + '/sessions' + path);
    tell(told);
    await load();
  });
  load();
  return element('section', {},
      element('div', {class: 'heading'}, element('h2', {}, 'Sessions'), button(own ? 'End all others' : 'End all', () => end('', 'The sessions ended.'))),
      trouble.shown, table.element);
}
