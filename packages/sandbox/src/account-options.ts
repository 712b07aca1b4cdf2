import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import type { Account } from './ai-core/users.ts';
import { damageForecast } from './algorithms/damage-forecast.ts';
import { massEstimation } from './algorithms/mass-estimation.ts';
import type { Identity } from './data-dir/open-data-dir.ts';
import type { Algorithm } from './define-algorithm.ts';
import { SandboxOptionError } from './sandbox-option-error.ts';

/** Somebody who may use AI Core. Jobs, trained models and algorithms are seen by their account alone. */
export interface AccountOptions {
  /** Who logs in. @default random */
  readonly username?: string | undefined;
  /** @default random */
  readonly password?: string | undefined;
  /**
   * Algorithms of the account, beside the built-in `mass-estimation` and `damage-forecast`. One with the id of a
   * built-in replaces it.
   *
   * @default []
   */
  readonly algorithms?: readonly Algorithm[] | undefined;
  /** What v1 takes in place of a login: 40 characters, the only length that official clients take. @default random */
  readonly apiKey?: string | undefined;
  /**
   * RSA public key in PEM. With it, v1 encrypts the results of requests that say `encrypt`.
   *
   * @default none: no result is encrypted
   */
  readonly publicKey?: string | undefined;
}

/**
 * Fills in the defaults of all accounts.
 *
 * @param kept - Who the first account was before.
 * @throws {SandboxOptionError} one name or API key twice, a public key that is none.
 */
export function resolveAccounts(
  main: AccountOptions,
  others: readonly AccountOptions[],
  kept?: Pick<Identity, 'username' | 'password' | 'apiKey'>,
): [main: Account, ...Account[]] {
  const accounts: [Account, ...Account[]] = [
    resolveAccount(main, '', kept),
    ...others.map((account, index) => resolveAccount(account, `accounts.${index}.`)),
  ];
  for (const field of ['username', 'apiKey'] as const) {
    const values = accounts.map((account) => account[field]);
    if (new Set(values).size < values.length)
      throw new SandboxOptionError(`accounts.${field}`, 'must differ from account to account.');
  }
  return accounts;
}

function resolveAccount(
  { username, password, apiKey, publicKey, algorithms = [] }: AccountOptions,
  path: string,
  kept?: Pick<Identity, 'username' | 'password' | 'apiKey'>,
): Account {
  return {
    username: username ?? kept?.username ?? `user-${random(4)}`,
    password: password ?? kept?.password ?? random(18),
    apiKey: apiKey ?? kept?.apiKey ?? random(20),
    ...(publicKey === undefined ? {} : { publicKey: rsaKey(`${path}publicKey`, publicKey) }),
    algorithms: [massEstimation, damageForecast, ...algorithms],
  };
}

const random = (bytes: number): string => randomBytes(bytes).toString('hex');

function rsaKey(option: string, pem: string): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = createPublicKey(pem);
  } catch {
    // Not told what is wrong with it: it may be somebody's private key.
  }
  if (key?.asymmetricKeyType !== 'rsa') throw new SandboxOptionError(option, 'must be an RSA key in PEM.');
  return key;
}
