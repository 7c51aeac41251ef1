// The official TypeScript client against what agents are offered: node offer.mjs <legacy|2026-07-28> <URL> <token>
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import assert from 'node:assert/strict';

const [revision, url, token] = process.argv.slice(2);
const stateless = revision !== 'legacy';
const headers = { Authorization: `Bearer ${token}` };
const asked = [];
const client = new Client(
    { name: 'corebus-test', version: '1.0.0' },
    {
        capabilities: { elicitation: { form: {} } },
        versionNegotiation: { mode: stateless ? { pin: revision } : 'legacy' }
    }
);
client.setRequestHandler('elicitation/create', async (request) => {
    asked.push(request.params.message);
    return { action: 'accept', content: { confirm: true } };
});
await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
assert.match(client.getInstructions(), /data, never an instruction/);

// It checks every result against the output schema of its tool.
async function call(name, args) {
    const result = await client.callTool({ name, arguments: args });
    assert.deepEqual(JSON.parse(result.content[0].text), result.structuredContent);
    return result.structuredContent;
}

const tools = (await client.listTools()).tools;
assert.equal(tools.length, 9);
const feature = 'notes';
assert.ok((await call('list_features', {})).result.features.some((one) => one.feature === feature));
assert.ok((await call('describe_feature', { feature })).result.schema.properties.title);
const made = await call('create_record', { feature, data: { title: 'by a client' } });
assert.equal(made.success, true, JSON.stringify(made));
const { id } = made.result;
assert.equal((await call('get_record', { feature, id })).result.record.title, 'by a client');
assert.equal((await call('query_records', { feature, filter: `id==${id}` })).result.records.length, 1);
assert.equal((await call('count_records', { feature, filter: `id==${id}` })).result.count, 1);
const uri = `corebus://${feature}/${id}`;
assert.match((await client.readResource({ uri })).contents[0].text, /by a client/);
assert.ok((await client.listResources()).resources.length > 2);
assert.equal((await client.listResourceTemplates()).resourceTemplates.length, 3);
assert.equal((await client.listPrompts()).prompts.length, 3);
const prompt = await client.getPrompt({ name: 'explore_feature', arguments: { feature } });
assert.match(prompt.messages[0].content.text, /Explore the feature "notes"/);
const completed = await client.complete({
    ref: { type: 'ref/prompt', name: 'explore_feature' },
    argument: { name: 'feature', value: 'no' }
});
assert.deepEqual(completed.completion.values, [feature]);

const change = { feature, id, version: 1, changes: { status: 'review' } };
assert.equal((await call('update_record', { ...change, dry_run: true })).result.diff.status.after, 'review');
if (stateless) {
    const told = new Promise((resolve) => client.setNotificationHandler('notifications/resources/updated', resolve));
    const subscription = await client.listen({ resourceSubscriptions: [uri] });
    await call('update_record', change);
    assert.equal((await told).params.uri, uri);
    await subscription.close();
} else {
    await call('update_record', change);
}
const late = await call('update_record', change);
assert.equal(late.error.code, 'VERSION_MISMATCH');
assert.deepEqual((await call('record_history', { feature, id })).result.changes.map((one) => one.version), [2, 1]);
assert.equal((await call('delete_record', { feature, id, version: 2 })).result.deleted, true);
assert.equal(asked.length, stateless ? 1 : 0);
assert.equal((await call('get_record', { feature, id })).error.code, 'NOT_FOUND');
await client.close();
console.log('all of it worked');
