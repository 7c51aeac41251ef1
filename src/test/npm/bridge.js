'use strict';

// The stock event-bus client, told what to do by lines of JSON on standard input, and telling what happens in lines on standard output.

const readline = require('node:readline');
const EventBus = require('@vertx/eventbus-bridge-client.js');

let bus = null;
const handlers = {};

function tell(what) {
  process.stdout.write(JSON.stringify(what) + '\n');
}

const orders = {
  connect({url, options}) {
    bus = new EventBus(url, options || {});
    bus.onopen = () => tell({on: 'open', transport: bus.sockJSConn.transport});
    bus.onclose = event => tell({on: 'close', code: event.code, reason: event.reason});
    bus.onerror = error => tell({on: 'error', error});
  },
  register({address, headers}) {
    handlers[address] = (error, message) => tell({on: 'message', address, error, body: message && message.body});
    bus.registerHandler(address, headers || {}, handlers[address]);
  },
  unregister({address}) {
    bus.unregisterHandler(address, {}, handlers[address]);
  },
  send({address, body, headers, id}) {
    bus.send(address, body, headers || {}, (error, reply) => tell({on: 'reply', id, error, body: reply && reply.body}));
  },
  publish({address, body}) {
    bus.publish(address, body);
  },
  close() {
    bus.close();
  },
};

readline.createInterface({input: process.stdin}).on('line', line => {
  const order = JSON.parse(line);
  try {
    orders[order.do](order);
  } catch (problem) {
    tell({on: 'refused', order: order.do, reason: String(problem)}); // The connection may have ended meanwhile.
  }
}).on('close', () => process.exit(0));
