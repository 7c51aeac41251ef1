import {LONGEST_ADDRESS, search} from './client.js';
import {parse} from './exact.js';

const FIRST_PAUSE_MILLIS = 500;
const LONGEST_PAUSE_MILLIS = 15_000;
/** The server sends a comment every 15 seconds where nothing happens. */
const LONGEST_SILENCE_MILLIS = 45_000;

/**
 * Follows the changes of one feature as Server-Sent Events. The browser's own EventSource cannot send a token in a header, and one in the address would be in
 * logs.
 */
export class Feed {
  since = null;
  pause = FIRST_PAUSE_MILLIS;
  stopped = new AbortController();

  /**
   * A filter that is too long for an address is not followed: the list is not live then.
   *
   * @param listener has changed(event), missed() where events cannot be told any more, and state(live)
   */
  constructor(client, path, filter, listener) {
    this.client = client;
    this.path = path;
    this.filter = filter;
    this.listener = listener;
    if (this.address().length <= LONGEST_ADDRESS) {
      this.run();
    }
  }

  stop() {
    this.stopped.abort();
  }

  async run() {
    while (!this.stopped.signal.aborted) {
      await visible(this.stopped.signal);
      if (this.stopped.signal.aborted) {
        return;
      }
      const over = await this.follow().catch(failure => failure.status >= 400 && failure.status < 500 && failure.status !== 429);
      this.listener.state(false);
      if (over || this.stopped.signal.aborted) {
        return;
      }
      await new Promise(done => setTimeout(done, this.pause * (0.5 + Math.random() / 2)));
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MILLIS);
    }
  }

  address() {
    return this.path + search({since: this.since, filter: this.filter});
  }

  async follow() {
    const round = new AbortController();
    const end = () => round.abort();
    const hide = () => document.hidden && end();
    this.stopped.signal.addEventListener('abort', end);
    document.addEventListener('visibilitychange', hide);
    let silence = setTimeout(end, LONGEST_SILENCE_MILLIS);
    try {
      const answer = await this.client.open('GET', this.address(), undefined, {Accept: 'text/event-stream'}, round.signal);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (let {value, done} = await reader.read(); !done; {value, done} = await reader.read()) {
        clearTimeout(silence);
        silence = setTimeout(end, LONGEST_SILENCE_MILLIS);
        const blocks = (rest + value).split('\n\n');
        rest = blocks.pop();
        blocks.forEach(block => this.take(block));
      }
    } finally {
      clearTimeout(silence);
      this.stopped.signal.removeEventListener('abort', end);
      document.removeEventListener('visibilitychange', hide);
    }
  }

  take(block) {
    const lines = block.split('\n');
    const told = name => lines.filter(line => line.startsWith(name + ': ')).map(line => line.slice(name.length + 2)).join('\n');
    const kind = told('event');
    const data = told('data');
    if (!data || this.stopped.signal.aborted) {
      return;
    }
    this.since = told('id') || this.since;
    if (kind === 'subscribed') {
      this.pause = FIRST_PAUSE_MILLIS;
      this.listener.state(true);
    } else if (kind === 'resync') {
      this.listener.missed();
    } else if (!kind) {
      this.listener.changed(parse(data));
    }
  }
}

/** Waits until somebody looks: a browser has six connections to a server over HTTP/1.1, for all its tabs. What happens meanwhile is told then. */
export function visible(stopped) {
  return new Promise(done => {
    const look = () => {
      if (!document.hidden || stopped.aborted) {
        document.removeEventListener('visibilitychange', look);
        stopped.removeEventListener('abort', look);
        done();
      }
    };
    document.addEventListener('visibilitychange', look);
    stopped.addEventListener('abort', look);
    look();
  });
}
