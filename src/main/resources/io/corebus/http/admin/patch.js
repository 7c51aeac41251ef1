import {Exact, same} from './exact.js';

/** What a merge patch has no word for: in it, null takes a member away. */
export class Unsayable extends Error {}

const isObject = value => value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Exact);

/** The merge patch that makes one value of another: what is not there any more has to be named, or it stays. */
export function merging(before, after) {
  if (!isObject(after)) {
    return after;
  }
  const old = isObject(before) ? before : {};
  const gone = Object.keys(old).filter(name => !Object.hasOwn(after, name)).map(name => [name, null]);
  const there = Object.entries(after)
      .filter(([name, value]) => !Object.hasOwn(old, name) || !same(old[name], value))
      .map(([name, value]) => [name, merging(old[name], said(name, value))]);
  return Object.fromEntries([...gone, ...there]);
}

function said(name, value) {
  if (value === null) {
    throw new Unsayable('A null cannot be saved inside of this: leave "' + name + '" out instead.');
  }
  return value;
}
