// The least that an MCP server on the official TypeScript SDK can do: one tool, which returns a constant. node constant.mjs <port>
import { McpServer, createMcpHandler } from '@modelcontextprotocol/server';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { answered, serve } from './serving.mjs';

function server() {
    const made = new McpServer({ name: 'constant', version: '1.0.0' });
    made.registerTool('get_record', { description: 'Returns a constant.' }, async () => answered);
    return made;
}

serve(toNodeHandler(createMcpHandler(server, { responseMode: 'json' })));
