// The same as constant.mjs on the 1.x line of the SDK, which speaks 2025-11-25. node older.mjs <port>
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { answered, serve } from './serving.mjs';

async function handle(request, response) {
    const server = new McpServer({ name: 'constant', version: '1.0.0' });
    server.registerTool('get_record', { description: 'Returns a constant.' }, async () => answered);
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true });
    response.on('close', () => server.close());
    await server.connect(transport);
    await transport.handleRequest(request, response);
}

serve(handle);
