'use strict';

const form = document.getElementById('sign-in');
const stream = document.getElementById('stream');
const select = document.getElementById('feature');
const state = document.getElementById('state');
const table = document.getElementById('changes');
const rows = table.querySelector('tbody');

const MAX_ROWS = 200;
const PING_MILLIS = 5000;
const LONGEST_PAUSE_MILLIS = 5000;

let tokens = null;
let socket = null;
let since = null;
let pause = 500;
let pings = null;
let tokenRefused = false;

async function post(path, body) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) {
    throw Object.assign(new Error(json.detail), {status: answer.status});
  }
  return json;
}

async function signIn() {
  tokens = await post('/api/auth/login', {
    email: document.getElementById('email').value,
    password: document.getElementById('password').value,
  });
  form.hidden = true;
  stream.hidden = false;
  table.hidden = false;
  const names = (await (await fetch('/live/features.json')).json()).features;
  select.replaceChildren(...names.map(name => new Option(name, name)));
  connect();
}

function address() {
  return 'corebus.events.' + select.value;
}

function frame(type, headers) {
  return JSON.stringify({type, address: address(), headers});
}

function connect() {
  state.textContent = 'Connecting ...';
  const opened = new SockJS('/eventbus');
  socket = opened;
  opened.onopen = () => {
    const headers = {authorization: 'Bearer ' + tokens.access_token};
    if (since !== null) {
      headers.since = String(since);
    }
    opened.send(frame('register', headers));
    pings = setInterval(() => opened.send('{"type":"ping"}'), PING_MILLIS);
  };
  opened.onmessage = event => received(JSON.parse(event.data));
  opened.onclose = () => {
    clearInterval(pings);
    if (socket === opened) {
      again();
    }
  };
}

function received(message) {
  if (message.type === 'err') {
    refused(message);
  } else if (message.body.type === 'subscribed') {
    pause = 500;
    since = message.body.since;
    state.textContent = 'Listening.';
  } else if (message.body.type === 'resync') {
    since = message.body.seq;
    rows.replaceChildren();
    state.textContent = 'Some changes were missed: ' + message.body.detail;
  } else {
    since = message.body.seq;
    show(message.body);
  }
}

function refused(message) {
  state.textContent = message.message;
  if (message.failureType === 'invalid-token') {
    tokenRefused = true;
  } else if (message.failureType === 'bad-since') {
    since = null;
  } else if (message.failureCode === 403) {
    return;
  }
  socket.close();
}

function again() {
  state.textContent = 'The connection was lost. Connecting again ...';
  setTimeout(() => renewed().then(connect, failed), pause);
  pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
}

async function renewed() {
  if (tokenRefused) {
    tokens = await post('/api/auth/refresh', {refresh_token: tokens.refresh_token});
    tokenRefused = false;
  }
}

function failed(problem) {
  if (problem.status === 401) {
    form.hidden = false;
    state.textContent = 'Sign in again.';
  } else {
    again();
  }
}

function show(change) {
  const row = document.createElement('tr');
  row.dataset.seq = change.seq;
  const cells = [
    change.seq,
    change.type.replace('resource_', ''),
    change.resource_id,
    change.version,
    change.timestamp,
    JSON.stringify(change.data),
  ];
  for (const text of cells) {
    row.insertCell().textContent = String(text);
  }
  rows.prepend(row);
  while (rows.rows.length > MAX_ROWS) {
    rows.deleteRow(-1);
  }
}

form.addEventListener('submit', event => {
  event.preventDefault();
  signIn().catch(problem => { state.textContent = problem.message || 'Corebus does not answer. Try again.'; });
});

select.addEventListener('change', () => {
  since = null;
  rows.replaceChildren();
  const left = socket;
  socket = null;
  left.close();
  connect();
});
