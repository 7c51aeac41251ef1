/** An element with attributes and children; texts are only ever texts. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? '' : value);
    }
  }
  made.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined));
  return made;
}

/** A button that does something on this page. */
export function button(text, action, attributes = {}) {
  const made = element('button', {type: 'button', ...attributes}, text);
  made.addEventListener('click', action);
  return made;
}

/** A text in which words between backticks are code. */
export function prose(text) {
  return (text ?? '').split('`').map((part, i) => i % 2 ? element('code', {}, part) : part);
}
