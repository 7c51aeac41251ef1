import createClient from 'openapi-fetch';
import type {components, paths} from './api.js';

type Task = components['schemas']['TasksResource'];
type Problem = components['schemas']['Problem'];

declare const process: {argv: string[]; exitCode: number};

const [baseUrl, email, password] = process.argv.slice(2) as [string, string, string];
const client = createClient<paths>({baseUrl});

function check(holds: boolean, what: string): asserts holds {
  if (!holds) {
    throw new Error('not so: ' + what);
  }
}

/** What a body has, or the problem that came instead of it. */
function expect<T>(answer: {data?: T; error?: Problem; response: Response}): T {
  if (answer.data === undefined) {
    throw new Error(answer.response.status + ' ' + JSON.stringify(answer.error));
  }
  return answer.data;
}

async function signIn(): Promise<void> {
  const tokens = expect(await client.POST('/api/auth/login', {body: {email, password}}));
  client.use({
    onRequest({request}) {
      request.headers.set('Authorization', tokens.token_type + ' ' + tokens.access_token);
      return request;
    },
  });
}

/** Leaves out what has a default. */
async function createProject(): Promise<string> {
  const key = 'K' + Math.random().toString(36).slice(2, 10).toUpperCase();
  const project = expect(await client.POST('/api/projects', {
    body: {key, name: 'from a generated client', budget: 12.5},
  }));
  check(project.status === 'planned' && project.archived === false, 'what was left out has its default');
  return project.id;
}

async function roundTrip(): Promise<void> {
  await signIn();
  const project = await createProject();
  const created = await client.POST('/api/tasks', {
    params: {header: {'Idempotency-Key': crypto.randomUUID()}},
    body: {project_id: project, number: 1, title: 'First', status: 'open', priority: 5, urgent: false, tags: ['a']},
  });
  const task: Task = expect(created);
  check(task.version === 1 && created.response.headers.get('ETag') === '"1"', 'the first version');

  const path = {id: task.id};
  const changed = expect(await client.PATCH('/api/tasks/{id}', {
    params: {path, header: {'If-Match': '"1"'}},
    body: {title: 'Second', due_at: null},
  }));
  check(changed.title === 'Second' && changed.version === 2, 'the change');
  const stale = await client.PATCH('/api/tasks/{id}', {params: {path, header: {'If-Match': '"1"'}}, body: {title: 'Third'}});
  check(stale.error?.code === 'version-mismatch' && stale.error.current_version === 2, 'the refusal of a stale change');
  const wrong = await client.POST('/api/tasks', {
    body: {project_id: project, number: 0, title: '', status: 'open', priority: 5, urgent: false, tags: []},
  });
  check(wrong.error?.errors?.length === 2, 'both faults of a wrong body');

  const page = expect(await client.GET('/api/tasks', {
    params: {query: {filter: 'project_id==' + project, sort: '-number', limit: 10}},
  }));
  check(page.data.length === 1 && page.data[0]?.id === task.id && page.page.next === null, 'the list');
  const deleted = await client.DELETE('/api/tasks/{id}', {params: {path}});
  check(deleted.response.status === 204, 'the delete');
  const gone = await client.GET('/api/tasks/{id}', {params: {path}});
  check(gone.error?.code === 'not-found', 'that it is gone');
}

await roundTrip();
console.log('The round trip is done.');
