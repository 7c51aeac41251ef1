// As constant.mjs, but with what the manual of the SDK has: arguments and result have schemas, and Host and Origin are looked at. node checked.mjs <port>
import { createServer } from 'node:http';
import { McpServer, createMcpHandler } from '@modelcontextprotocol/server';
import { localhostHostValidation, localhostOriginValidation, toNodeHandler } from '@modelcontextprotocol/node';
import * as z from 'zod';

const answer = { success: true, result: { record: { id: '0', version: 1, name: 'bench', value: 1 } } };
const answered = { content: [{ type: 'text', text: JSON.stringify(answer) }], structuredContent: answer };
const described = {
    description: 'Returns a constant.',
    inputSchema: z.object({ feature: z.string(), id: z.string() }),
    outputSchema: z.object({ success: z.boolean(), result: z.object({ record: z.looseObject({}) }) }),
};

function server() {
    const made = new McpServer({ name: 'constant', version: '1.0.0' });
    made.registerTool('get_record', described, async () => answered);
    return made;
}

const handler = toNodeHandler(createMcpHandler(server));
const hosts = localhostHostValidation();
const origins = localhostOriginValidation();
createServer((request, response) => {
    if (request.url === '/ready') {
        response.end('{}');
    } else if (hosts(request, response) && origins(request, response)) {
        handler(request, response);
    }
}).listen(Number(process.argv[2]), '127.0.0.1');
// It ends with whoever started it.
process.stdin.on('end', () => process.exit()).resume();
