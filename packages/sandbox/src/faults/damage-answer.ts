import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

// What a server of the sandbox writes is damaged on its way. Only the calls that these servers make are replaced, a
// status with an object of headers and chunks alone: Node.js declares many more.

/** Lets the first bytes of an answer's body through and then breaks the connection. */
export function cutBody(response: ServerResponse, bytes: number): void {
  let left = bytes;
  // Of a body that is shorter than that the last byte is lost: it is held back until another follows.
  let held = Buffer.alloc(0);
  const write = response.write.bind(response);
  const breakOff = (): void => void response.socket?.destroy();
  const pass = (chunk: string | Uint8Array): boolean => {
    const known = Buffer.concat([held, Buffer.from(chunk)]);
    held = known.subarray(-1);
    const part = known.subarray(0, -1).subarray(0, left);
    left -= part.length;
    if (left > 0) return write(part);
    write(part, breakOff);
    return false;
  };
  response.write = pass as typeof response.write;
  response.end = ((chunk?: string | Uint8Array) => {
    if (chunk) pass(chunk);
    // Where there was no body, nothing has broken off yet.
    if (left > 0 || held.length === 0) {
      response.flushHeaders();
      setImmediate(breakOff);
    }
    return response;
  }) as typeof response.end;
}

/** Breaks the connection when the answer is about to begin: the server has done its work. */
export function loseAnswer(response: ServerResponse): void {
  // Node.js comes by here as well when a server writes a body without having written a head.
  response.writeHead = () => {
    response.socket?.destroy();
    return response;
  };
}

/** Gives an answer another content type than the server's. */
export function relabel(response: ServerResponse, contentType: string): void {
  const writeHead = response.writeHead.bind(response);
  response.writeHead = ((status: number, headers: OutgoingHttpHeaders = {}) => {
    const others = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-type');
    return writeHead(status, { ...Object.fromEntries(others), 'content-type': contentType });
  }) as typeof response.writeHead;
}
