// The same as constant.mjs on the 1.x line of the SDK, which speaks 2025-11-25. node older.mjs <port>
import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

const answer = { success: true, result: { record: { id: '0', version: 1, name: 'bench', value: 1 } } };
const answered = { content: [{ type: 'text', text: JSON.stringify(answer) }], structuredContent: answer };

async function handle(request, response) {
    const server = new McpServer({ name: 'constant', version: '1.0.0' });
    server.registerTool('get_record', { description: 'Returns a constant.' }, async () => answered);
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true });
    response.on('close', () => server.close());
    await server.connect(transport);
    await transport.handleRequest(request, response);
}

createServer((request, response) => {
    if (request.url === '/ready') {
        response.end('{}');
    } else {
        handle(request, response);
    }
}).listen(Number(process.argv[2]), '127.0.0.1');
// It ends with whoever started it.
process.stdin.on('end', () => process.exit()).resume();
