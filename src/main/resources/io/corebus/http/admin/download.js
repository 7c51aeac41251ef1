import {element} from '/pages/dom.js';

/** Saves an answer as a file. A plain link could not send the token. */
export async function download(client, path, name) {
  const answer = await client.open('GET', path);
  const url = URL.createObjectURL(await answer.blob());
  element('a', {href: url, download: name}).click();
  // The browser has to begin first.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
