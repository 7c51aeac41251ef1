import {element} from '/pages/dom.js';
import {row} from './plain-table.js';
import {brief, isNothing, referenceLink} from './values.js';

export const RESULT_TITLES = ['Resource', 'What came of it'];

/** What came of an action with one of many resources. @param record by which it is called, where it is known */
export function resultRow(feature, result, record = null) {
  return row(referenceLink(feature?.may('read') ? feature : null, result.id, record), result.error ? refused(result.error) : done(result.output));
}

function refused(error) {
  const faults = (error.errors ?? []).filter(fault => !error.detail?.includes(fault.detail));
  return [element('span', {class: 'bad'}, 'not done: '), error.detail ?? error.code,
    faults.length ? element('ul', {}, faults.map(fault => element('li', {}, element('code', {}, fault.pointer || 'The whole'), ' ', fault.detail))) : null];
}

function done(output) {
  const members = isNothing(output) ? 0 : Object.keys(output).length;
  return [element('span', {class: 'good'}, 'done'), members ? [' ', brief(output)] : null];
}
