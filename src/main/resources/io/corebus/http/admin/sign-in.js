import {button, element} from '/pages/dom.js';
import {reach, Session} from '/pages/session.js';
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
    if (send.disabled) {
      return;
    }
    const worked = await trouble.guard(async () => {
      await session.signIn(who.value, password.value);
      password.value = '';
      done();
    }, send);
    if (!worked) {
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
    made.append(onlyWithProvider(button('Sign in with a provider', () => trouble.guard(toProvider), {class: 'plain'})));
    this.element = element('div', {class: 'narrow'}, element('h1', {tabindex: '-1'}, 'Sign in'), made);
    if (problem) {
      trouble.show(problem);
    }
  }
}

/** Shown as soon as the server has said that there is a provider. Where it says nothing there may be one. */
function onlyWithProvider(shown) {
  shown.hidden = true;
  reach('/api/auth/oidc').then(answer => answer.json()).then(
      offer => shown.hidden = offer.configured === false,
      () => shown.hidden = false);
  return shown;
}

/** The server either sends on to the provider, or says why not. */
async function requireProvider() {
  const answer = await reach(PROVIDER, {redirect: 'manual'});
  if (answer.type !== 'opaqueredirect') {
    throw new Error((await answer.json().catch(() => ({}))).detail ?? 'The server answered ' + answer.status + '.');
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

/** Waits until the tab that was opened for it is back from the provider, and signs in with its code. */
function waitForCode(session, email, {trouble, done}) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', ({data}) => {
    if (data.code) {
      channel.postMessage({taken: data.code});
      trouble.guard(async () => {
        await adoptOnly(session, email, data.code);
        done();
      });
    }
  });
  return channel;
}

/** Another user's tokens never come into the session: a request that waits would be sent as somebody else. */
async function adoptOnly(session, email, code) {
  const other = new Session();
  await other.signInWithCode(code);
  const answer = await reach('/api/me', {headers: await other.headers()});
  const me = await answer.json().catch(() => ({}));
  if (!answer.ok || me.email !== email) {
    await other.signOut().catch(() => {});
    throw new Error('That was ' + (me.email ?? 'nobody that Corebus knows') + '. Sign in as ' + email + ' to go on, or leave.');
  }
  session.adopt(other.tokens);
}

/** Opened in the click itself, or the browser takes it for one that nobody asked for. */
async function openProvider() {
  const tab = window.open('', '_blank');
  if (!tab) {
    throw new Error('The browser opened no tab. Allow this page to open one, or sign in with your password.');
  }
  // What is shown there has no business with this page.
  tab.opener = null;
  try {
    await requireProvider();
    tab.location.replace(PROVIDER);
  } catch (failure) {
    tab.close();
    throw failure;
  }
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
    const back = () => dialog.close();
    const {made, trouble} = form(session, {email, fixed: true, done: back});
    let channel = null;
    made.append(
        // In another tab, because this one has what was typed.
        onlyWithProvider(button('Sign in with a provider, in another tab', () => trouble.guard(async () => {
          // The code of a tab that was opened elsewhere is not for this one.
          channel ??= waitForCode(session, email, {trouble, done: back});
          await openProvider();
        }), {class: 'plain'})),
        // The browser asks whether to lose what was typed: who stays, still has this dialog.
        button('Leave', leave, {class: 'plain'}));
    const dialog = open('Sign in again', [element('p', {}, 'Your session has ended. Sign in, and go on where you were.'), made], {
      stays: true,
      onEscape: () => {},
      onClose: () => {
        channel?.close();
        done();
      },
    });
  });
}
