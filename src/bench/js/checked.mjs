// As constant.mjs, but with what the manual of the SDK has: arguments and result have schemas, and Host and Origin are looked at. node checked.mjs <port>
import { McpServer, createMcpHandler } from '@modelcontextprotocol/server';
import { localhostHostValidation, localhostOriginValidation, toNodeHandler } from '@modelcontextprotocol/node';
import * as z from 'zod';
import { answered, serve } from './serving.mjs';

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
serve((request, response) => {
    if (hosts(request, response) && origins(request, response)) {
        handler(request, response);
    }
});
