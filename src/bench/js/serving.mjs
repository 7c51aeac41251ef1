// What the servers of this folder have in common: what their one tool returns, and how they are served.
import { createServer } from 'node:http';

const answer = { success: true, result: { record: { id: '0', version: 1, name: 'bench', value: 1 } } };
export const answered = { content: [{ type: 'text', text: JSON.stringify(answer) }], structuredContent: answer };

/** On the port that the first argument names. */
export function serve(handle) {
    createServer((request, response) => {
        if (request.url === '/ready') {
            response.end('{}');
        } else {
            handle(request, response);
        }
    }).listen(Number(process.argv[2]), '127.0.0.1');
    // It ends with whoever started it.
    process.stdin.on('end', () => process.exit()).resume();
}
