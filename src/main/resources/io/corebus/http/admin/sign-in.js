import {button, element} from '/pages/dom.js';
import {open} from './dialog.js';
import {Trouble} from './notices.js';

const PROVIDER = '/api/auth/oidc/login?return_to=/admin';
/** Where somebody wanted to go before the way led over the provider. No secret. */
const WANTED = 'corebus.admin.wanted';

/** A form to sign in with; done(email) is called when that has worked. */
function form(session, {email = '', fixed = false, done}) {
  const trouble = new Trouble();
  const who = element('input', {id: 'email', type: 'email', autocomplete: 'username', required: true, value: email, readonly: fixed, autofocus: !fixed});
  const password = element('input', {id: 'password', type: 'password', autocomplete: 'current-password', required: true, autofocus: fixed});
  const send = element('button', {class: 'main'}, 'Sign in');
  const made = element('form', {class: 'sign-in', 'aria-label': 'Sign in'},
      element('label', {for: 'email'}, 'E-mail'), who,
      element('label', {for: 'password'}, 'Password'), password,
      trouble.shown, send);
  made.addEventListener('submit', async event => {
    event.preventDefault();
    send.disabled = true;
    const worked = await trouble.guard(() => session.signIn(who.value, password.value));
    send.disabled = false;
    if (worked) {
      password.value = '';
      done();
    } else {
      password.select();
    }
  });
  return {made, trouble};
}

/** The first thing to be seen. */
export class SignInPage {
  title = 'Sign in';

  constructor(session, done, problem = null) {
    const {made, trouble} = form(session, {done});
    made.append(button('Sign in with a provider', () => trouble.guard(toProvider), {class: 'plain'}));
    this.element = element('div', {class: 'narrow'}, element('h1', {tabindex: '-1'}, 'Sign in'), made);
    if (problem) {
      trouble.show(problem);
    }
  }
}

/** Whether there is a provider is known to the server alone: it either sends on to it, or says why not. */
async function requireProvider() {
  const answer = await fetch(PROVIDER, {redirect: 'manual'});
  if (answer.type !== 'opaqueredirect') {
    throw new Error((await answer.json()).detail);
  }
}

async function toProvider() {
  await requireProvider();
  sessionStorage.setItem(WANTED, location.hash);
  location.assign(PROVIDER);
}

/** Tabs of this page tell each other of codes here. */
const CHANNEL = 'corebus.admin';
/** So long a tab that came back from the provider waits for one that wants its code. */
const CLAIM_MILLIS = 500;

/** Whether another tab waited for this code, and has it now. */
export function givenAway(code) {
  return new Promise(done => {
    const channel = new BroadcastChannel(CHANNEL);
    const over = taken => {
      channel.close();
      done(taken);
    };
    channel.addEventListener('message', ({data}) => data.taken === code && over(true));
    channel.postMessage({code});
    setTimeout(() => over(false), CLAIM_MILLIS);
  });
}

/** Waits until another tab is back from the provider, and signs in with its code. */
function waitForCode(session, email, {trouble, done}) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', ({data}) => {
    if (data.code) {
      channel.postMessage({taken: data.code});
      trouble.guard(async () => {
        await session.signInWithCode(data.code);
        const me = await (await fetch('/api/me', {headers: await session.headers()})).json();
        if (me.email !== email) {
          await session.signOut();
          throw new Error('That was ' + me.email + '. Sign in as ' + email + ' to go on, or leave.');
        }
        done();
      });
    }
  });
  return channel;
}

/** The code that the provider's way back left in the address: taken out of it at once. */
export function codeInAddress() {
  const code = new URLSearchParams(location.hash.slice(1)).get('oidc_code');
  if (code) {
    history.replaceState(null, '', '/admin' + (sessionStorage.getItem(WANTED) ?? ''));
    sessionStorage.removeItem(WANTED);
  }
  return code;
}

/** The session is over while somebody works: what is open stays behind the dialog, with all that was typed. */
export function signInAgain(session, email, leave) {
  return new Promise(done => {
    let signed = false;
    const back = () => {
      signed = true;
      dialog.close();
    };
    const {made, trouble} = form(session, {email, fixed: true, done: back});
    const channel = waitForCode(session, email, {trouble, done: back});
    made.append(
        // In another tab, because this one has what was typed.
        button('Sign in with a provider, in another tab', () => trouble.guard(async () => {
          await requireProvider();
          window.open(PROVIDER);
        }), {class: 'plain'}),
        button('Leave', () => dialog.close(), {class: 'plain'}));
    const dialog = open('Sign in again', [element('p', {}, 'Your session has ended. Sign in, and go on where you were.'), made], {
      stays: true,
      onClose: () => {
        channel.close();
        (signed ? done : leave)();
      },
    });
  });
}
