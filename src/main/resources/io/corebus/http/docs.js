import {element, prose} from '/pages/dom.js';
import {RequestForm} from './docs-request.js';
import {resolve, tree} from '/pages/schema.js';
import {Session} from '/pages/session.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

const session = new Session();
const signIn = document.getElementById('sign-in');
const signOut = document.getElementById('sign-out');
const state = document.getElementById('state');
const search = document.getElementById('search');
const index = document.getElementById('index');
const list = document.getElementById('list');

function tell(text, bad = false) {
  state.textContent = text;
  state.className = bad ? 'bad' : '';
}

function operations(api) {
  return Object.entries(api.paths).flatMap(([path, item]) => METHODS.filter(method => item[method]).map(method => {
    const operation = item[method];
    const parameters = [...item.parameters ?? [], ...operation.parameters ?? []].map(one => resolve(api, one));
    const security = operation.security ?? api.security ?? [];
    return {...operation, id: operation.operationId, method, path, parameters, needsToken: security.length > 0};
  }));
}

function verb(operation) {
  return element('span', {class: 'verb ' + operation.method}, operation.method.toUpperCase());
}

function responses(api, operation) {
  return element('dl', {class: 'responses'}, Object.entries(operation.responses).flatMap(([status, declared]) => {
    const response = resolve(api, declared);
    const bodies = Object.entries(response.content ?? {}).map(([type, content]) => element('details', {},
        element('summary', {}, element('code', {}, type)),
        tree(api, content.schema),
        content.example === undefined ? null : element('pre', {tabindex: '0'},
            typeof content.example === 'string' ? content.example : JSON.stringify(content.example, null, 2))));
    return [element('dt', {}, status), element('dd', {}, prose(response.description), bodies)];
  }));
}

function section(api, operation) {
  const details = element('details', {class: 'operation' + (operation.deprecated ? ' deprecated' : ''), id: operation.id},
      element('summary', {},
          verb(operation),
          element('span', {class: 'path'}, operation.path),
          element('span', {class: 'words'}, operation.summary, operation.deprecated ? ' (deprecated)' : '')));
  // What is not looked at is not built.
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) {
      details.append(element('div', {class: 'inside'},
          element('p', {}, prose(operation.description)),
          operation.externalDocs ? element('p', {}, element('a', {href: operation.externalDocs.url}, 'More')) : null,
          new RequestForm(api, operation, session).form,
          element('h3', {}, 'Answers'),
          responses(api, operation)));
    }
  });
  return details;
}

function show(api) {
  const all = operations(api);
  document.title = api.info.title + ' API';
  document.getElementById('title').textContent = api.info.title + ' ' + api.info.version;
  document.getElementById('about').replaceChildren(...prose(api.info.description));
  list.replaceChildren();
  index.replaceChildren();
  for (const tag of api.tags) {
    const own = all.filter(operation => operation.tags?.includes(tag.name));
    if (own.length) {
      list.append(element('section', {},
          element('h2', {}, tag.name),
          element('p', {class: 'tag'}, prose(tag.description)),
          own.map(operation => section(api, operation))));
      index.append(element('section', {},
          element('h2', {}, tag.name),
          element('ul', {}, own.map(operation => element('li', {'data-for': operation.id},
              element('a', {href: '#' + operation.id}, verb(operation), element('span', {}, operation.summary)))))));
    }
  }
  filter();
  openNamed();
  return all.length;
}

async function load() {
  const answer = await fetch('/openapi.json', {headers: await session.headers()});
  if (!answer.ok) {
    throw new Error((await answer.json()).detail);
  }
  return show(await answer.json());
}

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const details of list.querySelectorAll('details.operation')) {
    const text = (details.id + ' ' + details.firstElementChild.textContent).toLowerCase();
    details.hidden = !words.every(word => text.includes(word));
    index.querySelector('[data-for="' + details.id + '"]').hidden = details.hidden;
  }
  for (const part of document.querySelectorAll('#list section, #index section')) {
    part.hidden = !part.querySelector('details.operation:not([hidden]), li:not([hidden])');
  }
}

/** The address names an operation. */
function openNamed() {
  const details = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (details?.matches('details.operation')) {
    details.open = true;
    details.scrollIntoView();
    details.firstElementChild.focus();
  }
}

async function changed(action, done) {
  try {
    await action();
    const count = await load();
    const signed = session.tokens !== null;
    signIn.hidden = signed;
    signOut.hidden = !signed;
    tell(done(count));
  } catch (problem) {
    tell(problem.message, true);
  }
}

signIn.addEventListener('submit', event => {
  event.preventDefault();
  const email = document.getElementById('email').value;
  const password = document.getElementById('password');
  changed(async () => {
    await session.signIn(email, password.value);
    password.value = '';
  }, count => 'Signed in as ' + email + ': ' + count + ' operations are yours.');
});
signOut.addEventListener('click', () => changed(() => session.signOut(), () => 'You are signed out.'));
search.addEventListener('input', filter);
addEventListener('hashchange', openNamed);
addEventListener('keydown', event => {
  if (event.key === '/' && !event.target.matches('input, textarea, select')) {
    event.preventDefault();
    search.focus();
  }
});
changed(async () => {}, count => count + ' operations. Sign in to send requests and to see those that are yours.');
