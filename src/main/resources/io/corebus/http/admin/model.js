import {resolve} from '/pages/schema.js';

const PLATFORM = ['id', 'version', 'created_at', 'updated_at', 'created_by', 'updated_by'];
const NAMES = ['title', 'name', 'label', 'subject', 'key', 'email'];

/** What the API document and the rights of the caller say together: what there is to be shown, and to be done. */
export class Model {
  constructor(api, permissions) {
    this.api = api;
    this.operations = new Set(Object.values(api.paths)
        .flatMap(item => Object.values(item))
        .map(operation => operation.operationId));
    this.features = permissions.features
        .filter(one => one.actions.length > 0)
        .map(one => new Feature(this, one));
  }

  /** Whether the caller has an operation of the document. */
  has(operationId) {
    return this.operations.has(operationId);
  }

  /** Whether there is an action that the caller may do with some resources, whatever is switched off at the moment. */
  get acts() {
    return Object.keys(this.api.paths).some(path => path.includes('/actions/'));
  }

  /** Whether the roles of the caller let it read resources of a feature, which it may not have at the moment all the same. */
  declares(name) {
    return this.operation('/api/' + name + '/query', 'post') !== undefined;
  }

  titleOf(name) {
    return this.feature(name)?.title ?? this.answered('/api/' + name + '/{id}', 'get', '200').title ?? name;
  }

  feature(name) {
    return this.features.find(feature => feature.name === name);
  }

  operation(path, method) {
    return this.api.paths[path]?.[method];
  }

  /** The schema of what an operation takes. */
  taken(path, method) {
    return resolve(this.api, this.operation(path, method)?.requestBody?.content['application/json']?.schema);
  }

  /** The schema of what an operation answers. */
  answered(path, method, status) {
    const response = resolve(this.api, this.operation(path, method)?.responses[status]);
    return resolve(this.api, response.content?.['application/json']?.schema);
  }
}

/** One type of resources, as the caller may see and change it. */
export class Feature {
  constructor(model, permission) {
    this.name = permission.feature;
    this.path = '/api/' + this.name;
    this.actions = new Set(permission.actions);
    this.limited = new Set(permission.limited);
    this.writable = permission.writable;
    this.input = model.taken(this.path, 'post');
    if (!this.input.properties) {
      this.input = model.taken(this.path + '/{id}', 'put');
    }
    // Who may write and not read is answered what it wrote.
    const own = [model.answered(this.path + '/{id}', 'get', '200'), model.answered(this.path, 'post', '201'), model.answered(this.path + '/{id}', 'patch', '200')]
        .find(schema => schema.properties) ?? {};
    const shown = own.properties ?? this.input.properties ?? {};
    this.title = own.title ?? this.name;
    this.description = own.description ?? '';
    const all = Object.entries(shown).map(([name, schema]) => field(name, resolve(model.api, schema)));
    this.platform = all.filter(one => PLATFORM.includes(one.name));
    this.fields = all.filter(one => !PLATFORM.includes(one.name) && (permission.readable?.includes(one.name) ?? true));
    // What may be written is not always what may be read.
    this.inputs = Object.entries(this.input.properties ?? {}).map(([name, schema]) => field(name, resolve(model.api, schema)));
    this.acts = Object.keys(model.api.paths)
        .filter(path => path.startsWith(this.path + '/{id}/actions/'))
        .map(path => act(model, path))
        .filter(one => this.actions.has(one.name));
    const list = model.operation(this.path, 'get');
    this.deprecated = list?.deprecated ?? false;
    this.searchable = list?.parameters.some(parameter => parameter.name === 'q') ?? false;
    this.live = model.operation(this.path + '/events', 'get') !== undefined;
    const words = this.fields.filter(one => one.kind === 'string').map(one => one.name);
    this.named = NAMES.find(name => words.includes(name)) ?? words[0];
  }

  may(action) {
    return this.actions.has(action);
  }

  get columns() {
    return [...this.fields, ...this.platform];
  }

  get references() {
    return this.fields.filter(one => one.reference);
  }

  /** How a resource is called where it is named in a word or two. */
  nameOf(record) {
    // Who may not read any of it is answered what it wrote.
    const name = record?.[this.named ?? NAMES.find(one => record?.[one])];
    return name === undefined || name === '' ? record?.id ?? '' : String(name);
  }
}

/** What business logic does with a resource by name. */
function act(model, path) {
  const {summary, description} = model.operation(path, 'post');
  const input = model.taken(path, 'post');
  return {name: path.split('/').pop(), title: summary.replace(/^.*?: /, ''), description, required: input.required ?? [],
    fields: Object.entries(input.properties ?? {}).map(([name, schema]) => field(name, resolve(model.api, schema)))};
}

function field(name, schema) {
  const types = [schema.type].flat().filter(type => type !== 'null');
  const kind = types[0] ?? 'any';
  return {name, schema, kind, format: schema.format, reference: schema['x-references'],
    sortable: !['array', 'object', 'any'].includes(kind)};
}
