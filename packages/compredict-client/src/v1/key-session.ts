import type { Session } from '../auth/session.ts';
import { ConfigurationError } from '../errors/input-errors.ts';
import { parseJson } from '../http/parse-json.ts';
import type { ApiRequest, ApiResponse, Transport } from '../http/transport.ts';
import type { ApiKeyCredentials } from './api-key-credentials.ts';
import { decryptResult } from './decrypt-result.ts';
import { importPrivateKey } from './private-key.ts';

/** A {@link Session} of API v1: a key in place of tokens, and answers decrypted before anybody looks at them. */
export function createKeySession(transport: Transport, { apiKey, privateKey }: ApiKeyCredentials): Session {
  let key = privateKey;
  const noTokens = async (): Promise<never> => {
    throw new ConfigurationError('API v1 has no tokens: its key neither expires nor can be checked.');
  };
  return {
    async send(request: ApiRequest): Promise<ApiResponse> {
      const response = await transport.send({ ...request, authorization: `Token ${apiKey}` });
      const text = new TextDecoder().decode(response.bytes);
      if (!/"is_encrypted"\s*:\s*true/.test(text)) return response;
      const body = parseJson(text);
      // Whoever reads the answer says so, without a word of it.
      if (body === undefined) return response;
      if (typeof key === 'string') key = await importPrivateKey(key);
      const clear = await decryptResult(body, key, response.request);
      return { ...response, bytes: new TextEncoder().encode(JSON.stringify(clear)) };
    },
    login: noTokens,
    refresh: noTokens,
    verify: noTokens,
  };
}
