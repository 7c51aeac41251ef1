import {element} from '/pages/dom.js';
import {Session} from '/pages/session.js';
import {Client} from './client.js';
import {closeAll, confirm} from './dialog.js';
import {Model} from './model.js';
import {Trouble} from './notices.js';
import {People} from './people.js';
import {Router} from './router.js';
import {routes} from './routes.js';
import {places, showPlaces} from './places.js';
import {codeInAddress, givenAway, signInAgain, SignInPage} from './sign-in.js';

/** By then a page that is left is gone. */
const STAYED_MILLIS = 2000;

const session = new Session();
const content = document.getElementById('content');
const head = document.getElementById('top');
const nav = document.getElementById('places');

/** What every page works with; there while somebody is signed in. */
const app = {session};

function show(page) {
  document.title = page.title + ' · Corebus';
  content.replaceChildren(page.element);
  (content.querySelector('[autofocus]') ?? content.querySelector('h1'))?.focus();
  scrollTo(0, 0);
}

function showRouted(page, address) {
  closeAll();
  show(page);
  showPlaces(nav, address);
}

function failed(failure, again = () => app.router.follow()) {
  const trouble = new Trouble();
  trouble.show(failure, again);
  return {title: 'Not shown', element: element('div', {}, element('h1', {tabindex: '-1'}, 'This cannot be shown'), trouble.shown)};
}

function mayLeave() {
  return confirm('Leave without saving?', 'What you typed here is not saved yet.', {action: 'Leave', danger: true});
}

async function learn() {
  const [permissions, api] = await Promise.all(['/api/me/permissions', '/openapi.json'].map(path => app.client.get(path)));
  app.model = new Model(api, permissions);
}

/** Asks again what there is, and for whom: admins may have set something else. */
app.renew = async () => {
  await learn();
  const now = places(app);
  // Who uses the keyboard there is not thrown out for nothing.
  if (now.textContent !== nav.textContent) {
    nav.replaceChildren(now);
    showPlaces(nav, app.router.shown);
  }
};

async function begin() {
  app.client = new Client(session, () => signInAgain(session, app.me.email, restart));
  const [me] = await Promise.all([app.client.get('/api/me'), learn()]);
  app.me = me;
  app.people = new People(app.client, app.model, me);
  await app.people.load();
  document.getElementById('who').replaceChildren(element('a', {href: '#/me'}, me.email));
  nav.replaceChildren(places(app));
  head.hidden = false;
  nav.hidden = false;
  app.router = routes(new Router(showRouted, mayLeave, failed), app);
  app.router.follow();
}

/** All that was known of who was signed in is gone with the page. */
function restart() {
  const kept = app.router?.page?.unsaved?.() ? app.router.shown : null;
  history.replaceState(null, '', '/admin');
  location.reload();
  // The browser asks before it loses what was typed: this comes to pass only for who stays.
  if (kept) {
    setTimeout(() => history.replaceState(null, '', kept), STAYED_MILLIS);
  }
}

async function signOut() {
  if (app.router.page?.unsaved?.() && !await mayLeave()) {
    return;
  }
  app.router.page?.leave?.();
  app.router.page = null;
  await session.signOut().catch(() => {});
  restart();
}

async function beginOrSay() {
  try {
    await begin();
  } catch (failure) {
    show(failed(failure, beginOrSay));
  }
}

async function start() {
  const code = codeInAddress();
  if (!code) {
    show(new SignInPage(session, beginOrSay));
  } else if (await givenAway(code)) {
    content.replaceChildren(element('p', {}, 'You are signed in, in the other tab. This one can be closed.'));
    close();
  } else {
    await session.signInWithCode(code).then(beginOrSay, problem => show(new SignInPage(session, beginOrSay, problem)));
  }
}

document.getElementById('sign-out').addEventListener('click', signOut);
document.getElementById('menu').addEventListener('click', event => {
  const open = nav.classList.toggle('open');
  event.target.setAttribute('aria-expanded', String(open));
});
document.getElementById('skip').addEventListener('click', event => {
  // The address names a page here, not a place in it.
  event.preventDefault();
  content.focus();
});
start();
