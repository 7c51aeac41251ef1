import {element} from '/pages/dom.js';

const LOOKS = {done: 'good', failed: 'bad', cancelled: 'warn'};

/** What is done, as people call it. */
export function what(app, job) {
  const feature = app.model.feature(job.feature);
  const act = feature?.acts.find(one => one.name === job.action);
  return (act?.title ?? job.action) + ': ' + app.model.titleOf(job.feature);
}

export function isOver(job) {
  return job.state !== 'waiting' && job.state !== 'running';
}

export function state(job) {
  return element('span', {class: LOOKS[job.state] ?? 'quiet'}, job.state, job.reason ? ': ' + job.reason : '');
}

/** How far it is, as a bar and in numbers. */
export function progress(job) {
  const {total, done, failed} = job.progress;
  const after = done + failed;
  // Without a total the bar only says that something goes on.
  const ended = {max: '1', value: job.state === 'done' ? '1' : '0'};
  const scale = total ? {max: String(total), value: String(after)} : isOver(job) ? ended : {};
  const numbers = done.toLocaleString() + ' done' + (failed ? ', ' + failed.toLocaleString() + ' failed' : '')
      + (total === undefined ? '' : ', of ' + total.toLocaleString());
  return [element('progress', {...scale, 'aria-label': 'Progress'}), ' ', element('span', {class: 'numbers'}, numbers)];
}
