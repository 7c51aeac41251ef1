import {element} from '/pages/dom.js';

/** A form whose submitting does something on this page. */
export function formElement(label, parts, submit) {
  const form = element('form', {novalidate: true, 'aria-label': label}, parts);
  form.addEventListener('submit', event => {
    event.preventDefault();
    submit();
  });
  return form;
}

/** The fields of what an operation takes, for a form; a list of words is typed as such. */
export function inputFields(schema, names = Object.keys(schema.properties)) {
  const fields = names.map(name => {
    const own = schema.properties[name];
    const kind = [own.type].flat().find(type => type !== 'null');
    return {name, schema: own, format: own.format, kind: isWords(own) ? 'words' : kind};
  });
  return {fields, required: schema.required ?? []};
}

function isWords(schema) {
  return [schema.type].flat().includes('array') && schema.items?.type === 'string';
}
