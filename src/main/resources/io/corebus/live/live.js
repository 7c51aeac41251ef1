'use strict';

const form = document.getElementById('sign-in');
const stream = document.getElementById('stream');
const select = document.getElementById('feature');
const state = document.getElementById('state');
const empty = document.getElementById('empty');
const rows = document.querySelector('#changes tbody');

const MAX_ROWS = 200;
const PLATFORM_FIELDS = ['id', 'version', 'created_at', 'updated_at', 'created_by', 'updated_by'];
const PING_MILLIS = 5000;
const FIRST_PAUSE_MILLIS = 250;
const LONGEST_PAUSE_MILLIS = 5000;
/** The server sends a heartbeat every twenty seconds where it has nothing to say. */
const LONGEST_SILENCE_MILLIS = 45000;
/** A token is renewed when so much of its life is left. */
const RENEW_AT = 0.2;

let user = null;
let tokens = null;
let renewAt = 0;
/** The seq of the last change that is shown; null: begin with the next one that happens. */
let since = null;
/** The one connection that counts: what another one says is not looked at. */
let socket = null;
let heardAt = 0;
let pings = null;
let retry = null;
let pause = FIRST_PAUSE_MILLIS;
let renewing = null;

function tell(name, text) {
  state.dataset.state = name;
  state.textContent = text;
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify(body),
  });
  const json = answer.status === 204 ? null : await answer.json();
  if (!answer.ok) {
    throw Object.assign(new Error(json.detail), {status: answer.status});
  }
  return json;
}

function adopt(fresh) {
  tokens = fresh;
  renewAt = Date.now() + fresh.expires_in * 1000 * (1 - RENEW_AT);
}

/** One at a time: a refresh token that is used twice ends its session. */
function renew() {
  renewing ??= exchange(tokens).finally(() => { renewing = null; });
  return renewing;
}

async function exchange(session) {
  const fresh = await post('/api/auth/refresh', {refresh_token: session.refresh_token});
  if (tokens === session) {
    adopt(fresh);
  }
}

async function signIn(email, password) {
  const fresh = await post('/api/auth/login', {email, password});
  const names = (await (await fetch('/live/features.json')).json()).features;
  adopt(fresh);
  if (user !== email.toLowerCase()) {
    forget();
    select.replaceChildren(...names.map(name => new Option(name, name)));
  }
  user = email.toLowerCase();
  form.reset();
  form.hidden = true;
  stream.hidden = false;
  begin();
}

function begin() {
  pause = FIRST_PAUSE_MILLIS;
  tell('out', 'Connecting ...');
  connect();
}

/** What the next one who signs in must not see. */
function forget() {
  since = null;
  rows.replaceChildren();
  empty.hidden = false;
}

function signOut() {
  const session = tokens;
  leave();
  forget();
  tokens = null;
  user = null;
  askToSignIn('out', 'You are signed out.');
  // Where it does not get through, the session ends by itself.
  post('/api/auth/logout', {refresh_token: session.refresh_token}).catch(() => {});
}

function askToSignIn(name, text) {
  form.hidden = false;
  stream.hidden = user === null;
  tell(name, text);
}

function connect() {
  leave();
  const opened = new SockJS('/eventbus');
  const only = handler => event => {
    if (socket === opened) {
      handler(event);
    }
  };
  socket = opened;
  heardAt = Date.now();
  opened.onopen = only(register);
  opened.onheartbeat = only(() => { heardAt = Date.now(); });
  opened.onmessage = only(event => received(JSON.parse(event.data)));
  opened.onclose = only(again);
}

/** Ends the connection, or the waiting for one. */
function leave() {
  const left = socket;
  socket = null;
  clearInterval(pings);
  clearTimeout(retry);
  retry = null;
  if (left !== null) {
    left.close();
  }
}

function register() {
  const headers = {authorization: 'Bearer ' + tokens.access_token};
  if (since !== null) {
    headers.since = String(since);
  }
  socket.send(JSON.stringify({type: 'register', address: 'corebus.events.' + select.value, headers}));
  pings = setInterval(ping, PING_MILLIS);
}

function ping() {
  if (Date.now() - heardAt > LONGEST_SILENCE_MILLIS) {
    again();
  } else if (Date.now() > renewAt) {
    renewAndGoOn();
  } else {
    socket.send('{"type":"ping"}');
  }
}

/** A connection ends with the token that it was opened with: so the next one takes over from where it was, and nobody notices. */
function renewAndGoOn() {
  const before = socket;
  renewAt = Infinity;
  renew().then(() => socket === before && connect(), problem => {
    renewAt = 0;
    if (problem.status === 401 && socket === before) {
      failed(problem);
    }
  });
}

function received(message) {
  heardAt = Date.now();
  if (message.type === 'err') {
    refused(message);
  } else if (message.body.type === 'subscribed') {
    tell('live', since === null ? 'Live: changes show as they happen.' : 'Live again: nothing was missed.');
    pause = FIRST_PAUSE_MILLIS;
    since = message.body.since;
  } else if (message.body.type === 'resync') {
    since = message.body.seq;
    tell('live', 'Live again: some changes could not be shown.');
    showGap(message.body.detail);
  } else {
    since = message.body.seq;
    show(message.body);
  }
}

function refused(message) {
  if (message.failureCode === 403) {
    tell('refused', message.message);
    return; // It stays so, until another feature is chosen or somebody else signs in.
  }
  if (message.failureType === 'invalid-token') {
    renewAt = 0;
  } else if (message.failureType === 'bad-since') {
    since = null;
    showGap('The database is another one than before: changes may be missing here.');
  }
  again();
}

/** Not connected: tries again, with a longer pause each time, and asks for everything that followed what is shown. */
function again() {
  leave();
  if (state.dataset.state !== 'away') {
    const time = new Date().toLocaleTimeString();
    tell('away', 'Connection lost at ' + time + '. Connecting again; what happens meanwhile will be shown then.');
  }
  const turn = setTimeout(() => goOn(turn), jittered(pause));
  retry = turn;
  pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
}

async function goOn(turn) {
  try {
    if (Date.now() > renewAt) {
      await renew();
    }
    if (retry === turn) {
      connect();
    }
  } catch (problem) {
    if (retry === turn) {
      failed(problem);
    }
  }
}

/** Not all pages that lost a node come back in the same moment. */
function jittered(millis) {
  return millis * (0.5 + Math.random() / 2);
}

function failed(problem) {
  if (problem.status === 401) {
    leave();
    askToSignIn('refused', 'Your session has ended. Sign in again, and it goes on where it was.');
  } else {
    again();
  }
}

function show(change) {
  const kind = change.type.replace('resource_', '');
  const row = rows.insertRow(0);
  row.className = kind;
  row.dataset.seq = change.seq;
  row.dataset.resource = change.resource_id;
  const cells = [
    change.seq,
    kind,
    time(change.timestamp),
    change.resource_id,
    change.version,
    change.data === null ? 'erased since' : fields(change.data),
  ];
  cells.forEach(content => row.insertCell().append(content));
  trim();
}

function time(timestamp) {
  const element = document.createElement('time');
  element.dateTime = timestamp;
  element.title = timestamp;
  element.textContent = new Date(timestamp).toLocaleTimeString();
  return element;
}

/** What the descriptor declares: the other fields of a resource stand in the other columns, or follow from them. */
function fields(data) {
  const list = document.createElement('dl');
  for (const [name, value] of Object.entries(data)) {
    if (!PLATFORM_FIELDS.includes(name)) {
      const pair = list.appendChild(document.createElement('div'));
      pair.appendChild(document.createElement('dt')).textContent = name;
      pair.appendChild(document.createElement('dd')).textContent = JSON.stringify(value);
    }
  }
  return list;
}

/** Where the stream could not be resumed: what is above does not follow what is below. */
function showGap(text) {
  const row = rows.insertRow(0);
  row.className = 'gap';
  const cell = row.insertCell();
  cell.colSpan = 6;
  cell.textContent = text;
  trim();
}

function trim() {
  empty.hidden = true;
  while (rows.rows.length > MAX_ROWS) {
    rows.deleteRow(-1);
  }
}

form.addEventListener('submit', event => {
  event.preventDefault();
  signIn(document.getElementById('email').value, document.getElementById('password').value)
    .catch(problem => tell('refused', problem.status ? problem.message : 'Corebus does not answer. Try again.'));
});

document.getElementById('sign-out').addEventListener('click', signOut);

select.addEventListener('change', () => {
  forget();
  begin();
});

addEventListener('online', () => {
  if (state.dataset.state === 'away') {
    pause = FIRST_PAUSE_MILLIS;
    again();
  }
});
