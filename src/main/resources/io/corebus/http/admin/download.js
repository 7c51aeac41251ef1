import {element} from '/pages/dom.js';
import {away} from '/pages/session.js';

/** Saves an answer as a file. A plain link could not send the token. */
export async function download(client, path, name) {
  const answer = await client.open('GET', path);
  const url = URL.createObjectURL(await answer.blob().catch(() => { throw away(); }));
  element('a', {href: url, download: name}).click();
  // The browser has to begin first.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
