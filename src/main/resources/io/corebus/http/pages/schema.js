import {element, prose} from './dom.js';

const DEEPEST = 6;
const LIMITS = ['minLength', 'maxLength', 'minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum', 'multipleOf',
  'minItems', 'maxItems', 'pattern', 'const', 'default'];

/** What a reference leads to; everything else is itself. */
export function resolve(api, node) {
  if (!node?.$ref) {
    return node ?? {};
  }
  return node.$ref.slice(2).split('/').reduce((at, key) => at?.[key.replace(/~1/g, '/').replace(/~0/g, '~')], api) ?? {};
}

/** In words: type, format and limits. */
export function summary(schema) {
  const words = [[schema.type].flat().filter(Boolean).join(' or '), schema.format];
  if (schema.enum) {
    words.push('one of ' + schema.enum.map(value => JSON.stringify(value)).join(', '));
  }
  for (const limit of LIMITS) {
    if (schema[limit] !== undefined) {
      words.push(limit + ' ' + JSON.stringify(schema[limit]));
    }
  }
  if (schema.uniqueItems) {
    words.push('no item twice');
  }
  if (schema.readOnly) {
    words.push('read-only');
  }
  if (schema.deprecated) {
    words.push('deprecated');
  }
  return words.filter(Boolean).join(', ');
}

/** The members of a schema as a list in lists. */
export function tree(api, node, depth = 0) {
  const schema = resolve(api, node);
  if (schema.items) {
    return tree(api, schema.items, depth);
  }
  if (!schema.properties || depth > DEEPEST) {
    return null;
  }
  const required = schema.required ?? [];
  return element('ul', {class: 'schema'}, Object.entries(schema.properties).map(([name, declared]) => {
    const member = resolve(api, declared);
    const label = element('code', {class: required.includes(name) ? 'needed' : null}, name);
    const about = [summary(member), member.description].filter(Boolean).join('. ');
    return element('li', {}, label, ' ', element('small', {}, prose(about)), tree(api, member, depth + 1));
  }));
}

/** A value to begin with, where the document has no example. */
export function sample(api, node, depth = 0) {
  const schema = resolve(api, node);
  const given = [schema.examples?.[0], schema.example, schema.const, schema.default, schema.enum?.[0]].find(value => value !== undefined);
  if (given !== undefined || depth > DEEPEST) {
    return given ?? null;
  }
  switch ([schema.type].flat()[0]) {
    case 'object': {
      const names = Object.keys(schema.properties ?? {}).filter(name => schema.required?.includes(name));
      return Object.fromEntries(names.map(name => [name, sample(api, schema.properties[name], depth + 1)]));
    }
    case 'array': return [];
    case 'integer':
    case 'number': return schema.minimum ?? 1;
    case 'boolean': return false;
    case 'null': return null;
    default: return schema.format?.endsWith('email') ? 'ada@example.org' : 'text';
  }
}
