/** Whether a path is the sandbox's own, and no part of AI Core: neither logged nor struck by faults. */
export const isControlPath = (path: string): boolean => path === '/_sandbox' || path.startsWith('/_sandbox/');
