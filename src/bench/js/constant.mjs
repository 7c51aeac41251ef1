// The least that an MCP server on the official TypeScript SDK can do: one tool, which returns a constant. node constant.mjs <port>
import { createServer } from 'node:http';
import { McpServer, createMcpHandler } from '@modelcontextprotocol/server';
import { toNodeHandler } from '@modelcontextprotocol/node';

const answer = { success: true, result: { record: { id: '0', version: 1, name: 'bench', value: 1 } } };
const answered = { content: [{ type: 'text', text: JSON.stringify(answer) }], structuredContent: answer };

function server() {
    const made = new McpServer({ name: 'constant', version: '1.0.0' });
    made.registerTool('get_record', { description: 'Returns a constant.' }, async () => answered);
    return made;
}

const handler = toNodeHandler(createMcpHandler(server, { responseMode: 'json' }));
createServer((request, response) => {
    if (request.url === '/ready') {
        response.end('{}');
    } else {
        handler(request, response);
    }
}).listen(Number(process.argv[2]), '127.0.0.1');
// It ends with whoever started it.
process.stdin.on('end', () => process.exit()).resume();
