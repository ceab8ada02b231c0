import type { CaseFilter } from '#lib/domain/paths.ts';
import { paths } from '#lib/domain/paths.ts';
import { writeView, type View } from './view.ts';

/** Where the numbers and choices of one overview lead. */
export class OverviewLinks {
	readonly area: string;
	readonly view: View;
	/** The campaign, where the address names one. */
	readonly campaign: string | undefined;

	constructor(area: string, view: View, campaign: string | undefined) {
		this.area = area;
		this.view = view;
		this.campaign = campaign;
	}

	/** The rows behind a number of this page, here or in an area below; of the chosen domain. */
	rows(filter: CaseFilter, area: string = this.area, sort?: string): string {
		return paths.cases(area, { ...filter, domain: this.view.domain }, this.campaign, { sort });
	}

	/** This page with something else chosen. */
	here(change: Partial<View>): string {
		return paths.overview(this.area, this.campaign, writeView({ ...this.view, ...change }));
	}

	/** One level down: a compound's page is its battle map. */
	down(area: { code: string; level: string }): string {
		if (area.level === 'compound') return paths.map(area.code, { campaign: this.campaign });
		const { domain, figure } = writeView(this.view);
		return paths.overview(area.code, this.campaign, { domain, figure });
	}

	map(): string {
		return paths.map(this.area, { campaign: this.campaign });
	}
}
