// The official TypeScript client signs its user in by itself, knowing nothing but the address: node sign-in.mjs <URL> <name of the user>
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import assert from 'node:assert/strict';

const [url, name] = process.argv.slice(2);
const redirectUrl = 'http://127.0.0.1/agent';
let tokens;
let verifier;
let page;
let discovered;
const authProvider = {
    redirectUrl,
    clientMetadata: { client_name: 'agent', redirect_uris: [redirectUrl] },
    clientInformation: () => ({ client_id: 'agent' }),
    tokens: () => tokens,
    saveTokens: (given) => (tokens = given),
    codeVerifier: () => verifier,
    saveCodeVerifier: (made) => (verifier = made),
    discoveryState: () => discovered,
    saveDiscoveryState: (found) => (discovered = found),
    redirectToAuthorization: (address) => (page = address)
};

function transport() {
    return new StreamableHTTPClientTransport(new URL(url), { authProvider });
}

/** What the user does in a browser; what comes back. */
async function signIn(begin) {
    const cookies = new Map();
    let address = begin;
    while (!address.href.startsWith(redirectUrl)) {
        const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
        let answer = await fetch(address, { redirect: 'manual', headers: { cookie } });
        keep(answer, cookies);
        if (answer.status === 200) {
            const prompt = (await answer.text()).includes('name="login"') ? 'login' : 'consent';
            const body = new URLSearchParams({ prompt, login: name, password: 'x' });
            answer = await fetch(address, { method: 'POST', body, redirect: 'manual', headers: { cookie } });
            keep(answer, cookies);
        }
        address = new URL(answer.headers.get('location'), address);
    }
    return address.searchParams;
}

function keep(answer, cookies) {
    for (const line of answer.headers.getSetCookie()) {
        const [key, value] = line.split(';')[0].split('=');
        cookies.set(key, value);
    }
}

const first = transport();
const refused = await new Client({ name: 'corebus-test', version: '1.0.0' }).connect(first).catch((error) => error);
assert.ok(page, `the client was not told where to sign in: ${refused?.stack}`);
await first.finishAuth(await signIn(page));
const client = new Client({ name: 'corebus-test', version: '1.0.0' });
await client.connect(transport());
const tools = (await client.listTools()).tools.map((tool) => tool.name);
assert.ok(tools.includes('get_record') && !tools.includes('create_record'), tools.join());
assert.equal((await client.callTool({ name: 'list_features', arguments: {} })).structuredContent.success, true);
await client.close();
console.log(`signed in for ${tokens.scope}`);
