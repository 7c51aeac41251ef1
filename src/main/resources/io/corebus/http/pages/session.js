/** As fetch, which says of a server that is away in each browser something else. */
export async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch (failure) {
    throw failure.name === 'AbortError' ? failure : away();
  }
}

/** No answer came, or not all of it. */
export function away() {
  const problem = {detail: 'Corebus does not answer. Try again.'};
  return Object.assign(new Error(problem.detail), {status: 0, problem});
}

/** After how many seconds it may work; a date, which the header may be as well, is left out. */
export function later(answer) {
  const seconds = answer.headers.get('Retry-After') ?? '';
  return /^\d+$/.test(seconds) ? ' Try again in ' + seconds + (seconds === '1' ? ' second.' : ' seconds.') : '';
}

/** Who is signed in. Tokens stay in the memory of this page: they are gone with it. */
export class Session {
  tokens = null;
  renewAt = 0;
  renewing = null;

  async signIn(email, password) {
    this.adopt(await this.post('/api/auth/login', {email, password}));
  }

  /** With the code that a sign-in with a provider left in the address. */
  async signInWithCode(code) {
    this.adopt(await this.post('/api/auth/oidc/token', {code}));
  }

  async signOut() {
    const {refresh_token} = this.tokens;
    this.tokens = null;
    await this.post('/api/auth/logout', {refresh_token});
  }

  /** With a token that is good for a while yet. */
  async headers() {
    if (this.tokens && Date.now() > this.renewAt) {
      // One at a time: a refresh token that is used twice ends its session.
      this.renewing ??= this.renew().finally(() => { this.renewing = null; });
      await this.renewing;
    }
    return this.tokens ? {Authorization: 'Bearer ' + this.tokens.access_token} : {};
  }

  /** The token was refused before its time: the next headers have another one. */
  expire() {
    this.renewAt = 0;
  }

  async renew() {
    const session = this.tokens;
    const fresh = await this.post('/api/auth/refresh', {refresh_token: session.refresh_token});
    // Who signed out meanwhile, stays so.
    if (this.tokens === session) {
      this.adopt(fresh);
    }
  }

  adopt(tokens) {
    this.tokens = tokens;
    this.renewAt = Date.now() + tokens.expires_in * 800;
  }

  async post(path, body) {
    const answer = await reach(path, {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify(body),
    });
    // What stands between may answer with something else than JSON.
    const json = answer.status === 204 ? null : await answer.json().catch(() => null);
    if (!answer.ok || (json === null && answer.status !== 204)) {
      const problem = {detail: 'The server answered ' + answer.status + '.', ...json};
      problem.detail += later(answer);
      throw Object.assign(new Error(problem.detail), {status: answer.ok ? 0 : answer.status, problem});
    }
    return json;
  }
}
