import type { Disposable } from './owner.ts';

/** Tells listeners that something changed; what it is they read from its owner. One that throws does not stop the others. */
export class Signal<T = void> {
  readonly #listeners = new Set<(value: T) => void>();

  on(listener: (value: T) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  fire(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        console.error(error);
      }
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
