export interface Disposable {
  dispose(): unknown;
}

/** Owns what it makes, and gives it back in the reverse order. */
export class Owner implements Disposable {
  readonly #owned: Disposable[] = [];

  protected own<T extends Disposable>(disposable: T): T {
    this.#owned.push(disposable);
    return disposable;
  }

  dispose(): void {
    for (const disposable of this.#owned.splice(0).reverse()) disposable.dispose();
  }
}
