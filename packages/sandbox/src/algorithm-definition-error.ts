/** Thrown by `defineAlgorithm` when a definition could not be served. The message says which field and why. */
export class AlgorithmDefinitionError extends Error {
  override readonly name = 'AlgorithmDefinitionError';
  readonly code = 'InvalidDefinition';
}
