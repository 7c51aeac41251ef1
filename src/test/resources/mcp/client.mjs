// The official TypeScript client against a running server: node client.mjs <legacy|2026-07-28> <URL | command...>
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import assert from 'node:assert/strict';

const [revision, target, ...rest] = process.argv.slice(2);
const stateless = revision !== 'legacy';
const transport = target.startsWith('http')
    ? new StreamableHTTPClientTransport(new URL(target))
    : new StdioClientTransport({ command: target, args: rest, env: { ...process.env }, stderr: 'inherit' });
const client = new Client(
    { name: 'corebus-test', version: '1.0.0' },
    {
        capabilities: { elicitation: { form: {} } },
        versionNegotiation: { mode: stateless ? { pin: revision } : 'legacy' }
    }
);
client.setRequestHandler('elicitation/create', async () => ({ action: 'accept', content: { name: 'Ada' } }));
await client.connect(transport);
assert.equal(client.getNegotiatedProtocolVersion(), stateless ? revision : '2025-11-25');

const tools = (await client.listTools()).tools.map((tool) => tool.name);
assert.ok(tools.includes('test_simple_text'), String(tools));
const called = await client.callTool({ name: 'test_simple_text' });
assert.equal(called.content[0].text, 'This is a simple text response for testing.');
const failed = await client.callTool({ name: 'test_error_handling' });
assert.equal(failed.isError, true);
const steps = [];
await client.callTool({ name: 'test_tool_with_progress' }, { onprogress: (step) => steps.push(step.progress) });
// Over stdio the client may take the last one for late: it comes together with the answer.
assert.deepEqual(steps.slice(0, 2), [0, 50]);
const read = await client.readResource({ uri: 'test://static-text' });
assert.equal(read.contents[0].text, 'This is the content of the static text resource.');
const prompt = await client.getPrompt({ name: 'test_prompt_with_arguments', arguments: { arg1: 'a', arg2: 'b' } });
assert.equal(prompt.messages[0].content.text, "Prompt with arguments: arg1='a', arg2='b'");
await assert.rejects(client.callTool({ name: 'no_such_tool' }), /no_such_tool/);

if (stateless) {
    const asked = await client.callTool({ name: 'test_input_required_result_elicitation' });
    assert.match(asked.content[0].text, /Ada/);
    const changed = new Promise((resolve) => client.setNotificationHandler('notifications/tools/list_changed', resolve));
    const subscription = await client.listen({ toolsListChanged: true });
    await client.callTool({ name: 'test_trigger_tool_change' });
    await changed;
    await subscription.close();
}
await client.close();
console.log('all of it worked');
