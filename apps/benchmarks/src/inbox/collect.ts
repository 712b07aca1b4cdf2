import { type Collector, collectors } from './collectors.ts';

// One collector in a process of its own: waits for its start, and tells its parent of every result.

const collector = collectors[process.argv[2] ?? ''] as Collector;
process.once('message', () => collector(() => process.send?.('result')));
process.send?.('ready');
