import {element, prose} from '/pages/dom.js';
import {resolve, sample, summary, tree} from '/pages/schema.js';

/** More of an answer is not shown. */
const MOST_CHARACTERS = 200_000;

/** The form with which one operation is tried out. */
export class RequestForm {
  constructor(api, operation, session) {
    this.api = api;
    this.operation = operation;
    this.session = session;
    this.inputs = [];
    this.stopping = null;
    this.curl = element('pre', {'aria-label': 'As a command line', tabindex: '0'});
    this.answer = element('div', {role: 'region', 'aria-label': 'Answer', 'aria-live': 'polite'});
    this.sending = element('button', {class: 'main', type: 'submit'}, 'Send');
    this.stopper = element('button', {type: 'button', hidden: true}, 'Stop');
    this.form = this.build();
    this.form.addEventListener('submit', event => {
      event.preventDefault();
      this.send();
    });
    this.form.addEventListener('input', () => this.showCurl());
    this.form.addEventListener('keydown', event => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        this.form.requestSubmit();
      }
    });
    this.stopper.addEventListener('click', () => this.stopping?.abort());
    this.showCurl();
  }

  build() {
    return element('form', {},
        this.parameters(),
        this.body(),
        element('div', {class: 'row'}, this.sending, this.stopper, this.copier()),
        this.curl,
        this.answer);
  }

  parameters() {
    if (!this.operation.parameters.length) {
      return null;
    }
    const fields = element('div', {class: 'fields'});
    for (const parameter of this.operation.parameters) {
      const schema = resolve(this.api, parameter.schema);
      const id = this.operation.id + '-' + parameter.name;
      const input = element('input', {id, autocomplete: 'off', spellcheck: 'false', required: parameter.required,
        placeholder: parameter.example ?? schema.default ?? ''});
      this.inputs.push({parameter, input});
      const about = [parameter.in, summary(schema), parameter.description].filter(Boolean).join('. ');
      fields.append(
          element('label', {for: id, class: parameter.required ? 'needed' : null}, element('code', {}, parameter.name)),
          element('div', {}, input, element('small', {}, prose(about))));
    }
    return [element('h3', {}, 'Parameters'), fields];
  }

  body() {
    const content = this.operation.requestBody?.content;
    if (!content) {
      return null;
    }
    this.type = element('select', {'aria-label': 'Media type'}, Object.keys(content).map(type => element('option', {}, type)));
    this.text = element('textarea', {'aria-label': 'Body', spellcheck: 'false'});
    const [[, first]] = Object.entries(content);
    this.text.value = JSON.stringify(first.example ?? sample(this.api, first.schema), null, 2);
    return [element('h3', {}, 'Body'), tree(this.api, first.schema), this.text, element('div', {class: 'row'}, this.type)];
  }

  copier() {
    const button = element('button', {type: 'button'}, 'Copy as curl');
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(this.curl.textContent);
      button.textContent = 'Copied';
      setTimeout(() => { button.textContent = 'Copy as curl'; }, 1500);
    });
    return button;
  }

  /** What is in the form, as a request. */
  request() {
    let path = this.operation.path;
    const query = new URLSearchParams();
    const headers = {};
    for (const {parameter, input} of this.inputs) {
      const value = input.value;
      if (parameter.in === 'path') {
        path = path.replace('{' + parameter.name + '}', encodeURIComponent(value || '{' + parameter.name + '}'));
      } else if (value !== '' && parameter.in === 'query') {
        query.set(parameter.name, value);
      } else if (value !== '') {
        headers[parameter.name] = value;
      }
    }
    if (this.type) {
      headers['Content-Type'] = this.type.value;
    }
    const search = query.toString();
    return {url: path + (search && '?' + search), headers, body: this.text?.value};
  }

  showCurl() {
    const {url, headers, body} = this.request();
    const quoted = text => "'" + text.replaceAll("'", "'\\''") + "'";
    const parts = ['curl -X ' + this.operation.method.toUpperCase() + ' ' + quoted(location.origin + url)];
    if (this.operation.needsToken) {
      parts.push('-H "Authorization: Bearer $TOKEN"');
    }
    Object.entries(headers).forEach(([name, value]) => parts.push('-H ' + quoted(name + ': ' + value)));
    if (body !== undefined) {
      parts.push('--data-binary ' + quoted(body));
    }
    this.curl.textContent = parts.join(' \\\n  ');
  }

  async send() {
    const {url, headers, body} = this.request();
    this.stopping = new AbortController();
    this.busy(true);
    const began = performance.now();
    try {
      const answer = await fetch(url, {
        method: this.operation.method.toUpperCase(),
        headers: {...headers, ...await this.session.headers()},
        body,
        signal: this.stopping.signal,
      });
      await this.show(answer, began);
    } catch (problem) {
      const stopped = problem.name === 'AbortError';
      this.answer.append(element('p', {class: 'status bad'}, stopped ? 'Stopped.' : 'No answer: ' + problem.message));
    } finally {
      this.busy(false);
    }
  }

  busy(busy) {
    if (busy) {
      this.answer.replaceChildren();
    }
    this.sending.disabled = busy;
    this.stopper.hidden = !busy;
  }

  async show(answer, began) {
    const millis = Math.round(performance.now() - began);
    const headers = [...answer.headers].map(([name, value]) => name + ': ' + value).join('\n');
    const text = element('pre', {class: 'body', tabindex: '0', 'aria-label': 'Body of the answer'});
    this.answer.replaceChildren(
        element('p', {class: 'status ' + (answer.ok ? 'good' : 'bad')}, answer.status + ' ' + answer.statusText + ' · ' + millis + ' ms'),
        element('pre', {'aria-label': 'Headers of the answer', tabindex: '0'}, headers),
        text);
    const decoder = new TextDecoder();
    let shown = '';
    if (answer.body) {
      // A stream has no end: it is shown as it comes.
      for (const reader = answer.body.getReader(); ;) {
        const {value, done} = await reader.read();
        shown = (shown + decoder.decode(value, {stream: !done})).slice(-MOST_CHARACTERS);
        text.textContent = shown;
        if (done) {
          break;
        }
      }
    }
    text.textContent = this.pretty(shown);
    text.hidden = !shown;
  }

  pretty(text) {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text;
    }
  }
}
