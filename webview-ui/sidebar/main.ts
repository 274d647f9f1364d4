import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { ActionName, FromSidebar, SidebarView, ToSidebar } from '../../src/protocol/webview.ts';
import { Host } from '../shared/host.ts';
import { look } from '../shared/look.ts';
import { followContrast, preparePage } from '../shared/page.ts';
import { best } from './best.ts';
import { budget } from './budget.ts';
import { button } from './buttons.ts';
import { empty } from './empty.ts';
import { now } from './now.ts';
import { layout } from './layout.ts';
import { tally } from './tally.ts';
import { waiting } from './waiting.ts';
import { waves } from './waves.ts';

/** What the sections ask of the extension. */
export interface Acts {
  readonly act: (action: ActionName) => void;
  readonly open: (experiment: string) => void;
}

class Sidebar extends LitElement {
  static override readonly styles = [look, layout];
  static override readonly properties = { view: { attribute: false } };
  declare view: SidebarView;
  readonly #host = new Host<FromSidebar, ToSidebar>();
  readonly #acts: Acts = {
    act: (action) => this.#host.send({ type: 'action', action }),
    open: (experiment) => this.#host.send({ type: 'open', experiment }),
  };
  #isRestored = false;

  constructor() {
    super();
    this.view = { kind: 'loading' };
    this.#host.listen((message) => this.#receive(message));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    followContrast(this);
    window.addEventListener('scroll', () => this.#host.remember({ scroll: window.scrollY }), { passive: true });
    this.#host.send({ type: 'ready' });
  }

  protected override render(): TemplateResult | typeof nothing {
    switch (this.view.kind) {
      case 'loading':
        return nothing;
      case 'empty':
        return empty(this.view, this.#acts);
      case 'campaign':
        return this.#campaign(this.view);
    }
  }

  protected override updated(): void {
    if (this.#isRestored || this.view.kind === 'loading') return;
    this.#isRestored = true;
    window.scrollTo({ top: this.#host.state({ scroll: 0 }).scroll });
  }

  #campaign(view: Extract<SidebarView, { kind: 'campaign' }>): TemplateResult {
    return html`
      ${now(view.now, this.#acts)} ${view.best === null ? nothing : best(view.best)} ${waiting(view.waiting, this.#acts)} ${waves(view.waves, this.#acts)}
      ${view.tally === null ? nothing : tally(view.tally)} ${budget(view.budget)}
      ${view.foot.length === 0 ? nothing : html`<section class="foot">${view.foot.map((one) => html`<p>${button(one, this.#acts)}</p>`)}</section>`}
      <p class="hidden" role="status" aria-live="polite">${view.spoken}</p>
    `;
  }

  #receive(message: ToSidebar): void {
    switch (message.type) {
      case 'view':
        this.view = message.view;
    }
  }
}

preparePage();
customElements.define('marginalia-sidebar', Sidebar);
