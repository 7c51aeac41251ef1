import {away, later, reach} from '/pages/session.js';
import {parse} from './exact.js';

/** What was not done, and why: as the server says, or that it did not answer. */
export class Refusal extends Error {
  constructor(status, problem, more = '') {
    super((problem.detail ?? 'The server answered ' + status + '.') + more);
    this.status = status;
    this.code = problem.code;
    this.errors = problem.errors ?? [];
    this.currentVersion = problem.current_version;
    this.trace = problem.trace_id;
  }
}

/** The server takes 8,192 characters for a line with an address in it; a proxy may take fewer. */
export const LONGEST_ADDRESS = 4000;

/** Sends requests as whoever is signed in. */
export class Client {
  asking = null;

  /** @param signInAgain asks who was signed in to come back; until then requests wait, so that nothing is lost */
  constructor(session, signInAgain) {
    this.session = session;
    this.signInAgain = signInAgain;
  }

  get(path, query = {}) {
    return this.request('GET', path + search(query));
  }

  /** A page of a feature. What is too long for an address goes into a body: a cursor has the texts that the list is sorted by. */
  list(path, query) {
    const address = path + search(query);
    return address.length <= LONGEST_ADDRESS
        ? this.request('GET', address)
        : this.request('POST', path + '/query', JSON.stringify(Object.fromEntries(given(query))));
  }

  /** @param headers such as If-Match */
  async request(method, path, body, headers = {}) {
    const answer = await this.open(method, path, body, headers);
    const text = await answer.text().catch(() => { throw away(); });
    return text ? parse(text) : null;
  }

  /** An answer whose body is still to be read: a stream, or a file. */
  async open(method, path, body, headers = {}, signal = undefined) {
    const sent = body === undefined ? {} : {'Content-Type': 'application/json'};
    for (let again = false; ; again = true) {
      const all = {...sent, ...headers, ...await this.authorization()};
      const answer = await reach(path, {method, body, headers: all, signal});
      if (answer.ok) {
        return answer;
      }
      if (answer.status !== 401 || again) {
        throw new Refusal(answer.status, await problem(answer), later(answer));
      }
      // Revoked, or the clock of this machine is another one: a fresh token tells.
      this.session.expire();
    }
  }

  async authorization() {
    try {
      return await this.session.headers();
    } catch (failure) {
      if (failure.status !== 401) {
        throw new Refusal(failure.status ?? 0, failure.problem ?? away().problem);
      }
      this.asking ??= this.signInAgain().finally(() => { this.asking = null; });
      await this.asking;
      return this.session.headers();
    }
  }
}

async function problem(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
}

/** Catches a refusal whose faults point into what was sent, and makes them point into a form that has only what is behind this. */
export function pointing(behind) {
  return refusal => {
    refusal.errors?.forEach(error => { error.pointer = error.pointer.replace(behind, ''); });
    throw refusal;
  };
}

/** What is empty is left out. */
export function search(query) {
  const members = given(query);
  return members.length ? '?' + new URLSearchParams(members) : '';
}

function given(query) {
  return Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
}

/** A write that is done once, however often it is sent: by a double click, or again after no answer came. */
export class Once {
  key = null;
  sent = null;

  /** Another content is another write. */
  headers(content) {
    if (this.sent !== content) {
      this.sent = content;
      this.key = uuid();
    }
    return {'Idempotency-Key': this.key};
  }
}

/** crypto.randomUUID is missing where the page came without TLS from another machine. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
