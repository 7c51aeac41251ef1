'use strict';

const form = document.getElementById('form');
const result = document.getElementById('result');
const token = new URLSearchParams(location.search).get('token') || '';

// The token leaves the address bar and the history at once: it must not be shared with the page by accident.
history.replaceState(null, '', '/setup');

function explain(problem) {
  const faults = (problem.errors || []).map(fault => `${fault.pointer.slice(1)} ${fault.detail}`);
  return [problem.detail, ...faults].join(' ');
}

async function submit() {
  const answer = await fetch('/api/auth/setup', {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({
      token,
      email: document.getElementById('email').value,
      password: document.getElementById('password').value,
    }),
  });
  if (answer.ok) {
    form.hidden = true;
    const admin = document.createElement('a');
    admin.href = '/admin';
    admin.textContent = '/admin';
    result.replaceChildren('Done. You can sign in now: ', admin);
  } else {
    result.textContent = explain(await answer.json());
  }
}

form.addEventListener('submit', event => {
  event.preventDefault();
  submit().catch(() => { result.textContent = 'Corebus does not answer. Try again.'; });
});
