export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
	public: {
		Tables: {
			answerables: {
				Row: {
					area_code: string;
					is_generated: boolean;
					level: string;
					person_id: string;
					title: string;
				};
				ComputedFields: never;
				Insert: {
					area_code: string;
					is_generated?: boolean;
					level: string;
					person_id: string;
					title: string;
				};
				Update: {
					area_code?: string;
					is_generated?: boolean;
					level?: string;
					person_id?: string;
					title?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'answerables_area_code_fkey';
						columns: ['area_code'];
						isOneToOne: false;
						referencedRelation: 'areas';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'answerables_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			area_targets: {
				Row: {
					amount: number;
					area_code: string;
					campaign_id: string;
					target_id: string;
				};
				ComputedFields: never;
				Insert: {
					amount: number;
					area_code: string;
					campaign_id: string;
					target_id: string;
				};
				Update: {
					amount?: number;
					area_code?: string;
					campaign_id?: string;
					target_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'area_targets_area_code_fkey';
						columns: ['area_code'];
						isOneToOne: false;
						referencedRelation: 'areas';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'area_targets_campaign_id_target_id_fkey';
						columns: ['campaign_id', 'target_id'];
						isOneToOne: false;
						referencedRelation: 'targets';
						referencedColumns: ['campaign_id', 'id'];
					}
				];
			};
			areas: {
				Row: {
					boundary: unknown;
					built_year: number | null;
					center: unknown;
					code: string;
					grid_area: string | null;
					grid_code: string | null;
					has_drawn_outline: boolean;
					households: number | null;
					is_generated: boolean;
					level: string;
					name: string;
					name_en: string | null;
					parent_code: string | null;
					party_alliance: string | null;
					position: number;
					property_company: string | null;
					residents: number | null;
					sheet: Json | null;
					updated_at: string;
				};
				ComputedFields: never;
				Insert: {
					boundary?: unknown;
					built_year?: number | null;
					center?: unknown;
					code: string;
					grid_area?: string | null;
					grid_code?: string | null;
					has_drawn_outline?: boolean;
					households?: number | null;
					is_generated?: boolean;
					level: string;
					name: string;
					name_en?: string | null;
					parent_code?: string | null;
					party_alliance?: string | null;
					position?: number;
					property_company?: string | null;
					residents?: number | null;
					sheet?: Json | null;
					updated_at?: string;
				};
				Update: {
					boundary?: unknown;
					built_year?: number | null;
					center?: unknown;
					code?: string;
					grid_area?: string | null;
					grid_code?: string | null;
					has_drawn_outline?: boolean;
					households?: number | null;
					is_generated?: boolean;
					level?: string;
					name?: string;
					name_en?: string | null;
					parent_code?: string | null;
					party_alliance?: string | null;
					position?: number;
					property_company?: string | null;
					residents?: number | null;
					sheet?: Json | null;
					updated_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'areas_grid_area_fkey';
						columns: ['grid_area'];
						isOneToOne: false;
						referencedRelation: 'areas';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'areas_parent_code_fkey';
						columns: ['parent_code'];
						isOneToOne: false;
						referencedRelation: 'areas';
						referencedColumns: ['code'];
					}
				];
			};
			basemap_keys: {
				Row: {
					basemap_id: string;
					key: string;
				};
				ComputedFields: never;
				Insert: {
					basemap_id: string;
					key: string;
				};
				Update: {
					basemap_id?: string;
					key?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'basemap_keys_basemap_id_fkey';
						columns: ['basemap_id'];
						isOneToOne: true;
						referencedRelation: 'basemaps';
						referencedColumns: ['id'];
					}
				];
			};
			basemaps: {
				Row: {
					approval_number: string | null;
					attribution: string;
					crs: string;
					id: string;
					is_enabled: boolean;
					is_public: boolean;
					kind: string;
					max_zoom: number;
					min_zoom: number;
					name: NonNullable<Json>;
					position: number;
					source: string | null;
				};
				ComputedFields: never;
				Insert: {
					approval_number?: string | null;
					attribution?: string;
					crs: string;
					id: string;
					is_enabled?: boolean;
					is_public?: boolean;
					kind: string;
					max_zoom?: number;
					min_zoom?: number;
					name: NonNullable<Json>;
					position?: number;
					source?: string | null;
				};
				Update: {
					approval_number?: string | null;
					attribution?: string;
					crs?: string;
					id?: string;
					is_enabled?: boolean;
					is_public?: boolean;
					kind?: string;
					max_zoom?: number;
					min_zoom?: number;
					name?: NonNullable<Json>;
					position?: number;
					source?: string | null;
				};
				Relationships: [];
			};
			calendar_days: {
				Row: {
					calendar_id: string;
					day: string;
					hours_before: number;
					is_working: boolean;
					note: string | null;
				};
				ComputedFields: never;
				Insert: {
					calendar_id: string;
					day: string;
					hours_before: number;
					is_working: boolean;
					note?: string | null;
				};
				Update: {
					calendar_id?: string;
					day?: string;
					hours_before?: number;
					is_working?: boolean;
					note?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'calendar_days_calendar_id_fkey';
						columns: ['calendar_id'];
						isOneToOne: false;
						referencedRelation: 'calendars';
						referencedColumns: ['id'];
					}
				];
			};
			calendars: {
				Row: {
					id: string;
					name: NonNullable<Json>;
					periods: NonNullable<Json>;
					timezone: string;
					updated_at: string;
					weekdays: NonNullable<Json>;
				};
				ComputedFields: never;
				Insert: {
					id: string;
					name: NonNullable<Json>;
					periods: NonNullable<Json>;
					timezone: string;
					updated_at?: string;
					weekdays: NonNullable<Json>;
				};
				Update: {
					id?: string;
					name?: NonNullable<Json>;
					periods?: NonNullable<Json>;
					timezone?: string;
					updated_at?: string;
					weekdays?: NonNullable<Json>;
				};
				Relationships: [];
			};
			campaigns: {
				Row: {
					area_code: string;
					calendar_id: string;
					created_at: string;
					document: NonNullable<Json>;
					ends_on: string;
					id: string;
					is_generated: boolean;
					name: NonNullable<Json>;
					starts_on: string;
					template_id: string;
					template_version: number;
				};
				ComputedFields: never;
				Insert: {
					area_code: string;
					calendar_id: string;
					created_at?: string;
					document: NonNullable<Json>;
					ends_on: string;
					id: string;
					is_generated?: boolean;
					name: NonNullable<Json>;
					starts_on: string;
					template_id: string;
					template_version: number;
				};
				Update: {
					area_code?: string;
					calendar_id?: string;
					created_at?: string;
					document?: NonNullable<Json>;
					ends_on?: string;
					id?: string;
					is_generated?: boolean;
					name?: NonNullable<Json>;
					starts_on?: string;
					template_id?: string;
					template_version?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'campaigns_area_code_fkey';
						columns: ['area_code'];
						isOneToOne: false;
						referencedRelation: 'areas';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'campaigns_calendar_id_fkey';
						columns: ['calendar_id'];
						isOneToOne: false;
						referencedRelation: 'calendars';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'campaigns_template_id_template_version_fkey';
						columns: ['template_id', 'template_version'];
						isOneToOne: false;
						referencedRelation: 'templates';
						referencedColumns: ['id', 'version'];
					}
				];
			};
			contacts: {
				Row: {
					person_id: string;
					phone: string;
				};
				ComputedFields: never;
				Insert: {
					person_id: string;
					phone: string;
				};
				Update: {
					person_id?: string;
					phone?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'contacts_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: true;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			evidence: {
				Row: {
					accuracy_m: number | null;
					area_code: string;
					bytes: number | null;
					created_at: string;
					heading: number | null;
					height: number | null;
					id: string;
					is_generated: boolean;
					object_path: string | null;
					phase: string;
					position: unknown;
					removed_at: string | null;
					retired_at: string | null;
					sha256: string | null;
					source_url: string | null;
					taken_at: string | null;
					taken_by: string | null;
					task_id: string;
					width: number | null;
				};
				ComputedFields: never;
				Insert: {
					accuracy_m?: number | null;
					area_code: string;
					bytes?: number | null;
					created_at: string;
					heading?: number | null;
					height?: number | null;
					id: string;
					is_generated?: boolean;
					object_path?: string | null;
					phase: string;
					position?: unknown;
					removed_at?: string | null;
					retired_at?: string | null;
					sha256?: string | null;
					source_url?: string | null;
					taken_at?: string | null;
					taken_by?: string | null;
					task_id: string;
					width?: number | null;
				};
				Update: {
					accuracy_m?: number | null;
					area_code?: string;
					bytes?: number | null;
					created_at?: string;
					heading?: number | null;
					height?: number | null;
					id?: string;
					is_generated?: boolean;
					object_path?: string | null;
					phase?: string;
					position?: unknown;
					removed_at?: string | null;
					retired_at?: string | null;
					sha256?: string | null;
					source_url?: string | null;
					taken_at?: string | null;
					taken_by?: string | null;
					task_id?: string;
					width?: number | null;
				};
				Relationships: [
					{
						foreignKeyName: 'evidence_taken_by_fkey';
						columns: ['taken_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'evidence_task_id_fkey';
						columns: ['task_id'];
						isOneToOne: false;
						referencedRelation: 'tasks';
						referencedColumns: ['id'];
					}
				];
			};
			exports: {
				Row: {
					area_code: string;
					campaign_id: string;
					format: string;
					id: string;
					is_complete: boolean;
					last_at: string;
					layer_id: string | null;
					person_id: string | null;
					rows: number;
					started_at: string;
				};
				ComputedFields: never;
				Insert: {
					area_code: string;
					campaign_id: string;
					format: string;
					id?: string;
					is_complete?: boolean;
					last_at?: string;
					layer_id?: string | null;
					person_id?: string | null;
					rows?: number;
					started_at?: string;
				};
				Update: {
					area_code?: string;
					campaign_id?: string;
					format?: string;
					id?: string;
					is_complete?: boolean;
					last_at?: string;
					layer_id?: string | null;
					person_id?: string | null;
					rows?: number;
					started_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'exports_campaign_id_fkey';
						columns: ['campaign_id'];
						isOneToOne: false;
						referencedRelation: 'campaigns';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'exports_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			import_batches: {
				Row: {
					campaign_id: string;
					created_at: string;
					created_by: string | null;
					crs: string | null;
					encoding: string | null;
					file_digest: string | null;
					file_name: string;
					id: string;
					imported_at: string | null;
					notes: NonNullable<Json>;
					profile: string | null;
					rows_imported: number;
					rows_read: number;
					rows_rejected: number;
					source: string;
					state: string;
					undone_at: string | null;
					undone_by: string | null;
				};
				ComputedFields: never;
				Insert: {
					campaign_id: string;
					created_at?: string;
					created_by?: string | null;
					crs?: string | null;
					encoding?: string | null;
					file_digest?: string | null;
					file_name: string;
					id: string;
					imported_at?: string | null;
					notes?: NonNullable<Json>;
					profile?: string | null;
					rows_imported?: number;
					rows_read?: number;
					rows_rejected?: number;
					source: string;
					state?: string;
					undone_at?: string | null;
					undone_by?: string | null;
				};
				Update: {
					campaign_id?: string;
					created_at?: string;
					created_by?: string | null;
					crs?: string | null;
					encoding?: string | null;
					file_digest?: string | null;
					file_name?: string;
					id?: string;
					imported_at?: string | null;
					notes?: NonNullable<Json>;
					profile?: string | null;
					rows_imported?: number;
					rows_read?: number;
					rows_rejected?: number;
					source?: string;
					state?: string;
					undone_at?: string | null;
					undone_by?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'import_batches_campaign_id_fkey';
						columns: ['campaign_id'];
						isOneToOne: false;
						referencedRelation: 'campaigns';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'import_batches_created_by_fkey';
						columns: ['created_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'import_batches_undone_by_fkey';
						columns: ['undone_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			import_profiles: {
				Row: {
					created_at: string;
					created_by: string | null;
					document: NonNullable<Json>;
					id: string;
					updated_at: string;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					created_by?: string | null;
					document: NonNullable<Json>;
					id: string;
					updated_at?: string;
				};
				Update: {
					created_at?: string;
					created_by?: string | null;
					document?: NonNullable<Json>;
					id?: string;
					updated_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'import_profiles_created_by_fkey';
						columns: ['created_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			indicator_values: {
				Row: {
					area_code: string;
					indicator_id: string;
					is_generated: boolean;
					on_date: string;
					source: string;
					value: number;
				};
				ComputedFields: never;
				Insert: {
					area_code: string;
					indicator_id: string;
					is_generated?: boolean;
					on_date: string;
					source: string;
					value: number;
				};
				Update: {
					area_code?: string;
					indicator_id?: string;
					is_generated?: boolean;
					on_date?: string;
					source?: string;
					value?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'indicator_values_area_code_fkey';
						columns: ['area_code'];
						isOneToOne: false;
						referencedRelation: 'areas';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'indicator_values_indicator_id_fkey';
						columns: ['indicator_id'];
						isOneToOne: false;
						referencedRelation: 'indicators';
						referencedColumns: ['id'];
					}
				];
			};
			indicators: {
				Row: {
					id: string;
					name: NonNullable<Json>;
					position: number;
					unit: string;
				};
				ComputedFields: never;
				Insert: {
					id: string;
					name: NonNullable<Json>;
					position?: number;
					unit: string;
				};
				Update: {
					id?: string;
					name?: NonNullable<Json>;
					position?: number;
					unit?: string;
				};
				Relationships: [];
			};
			layers: {
				Row: {
					campaign_id: string;
					document: NonNullable<Json>;
					geometry: string;
					id: string;
					is_internal: boolean;
					position: number;
				};
				ComputedFields: never;
				Insert: {
					campaign_id: string;
					document: NonNullable<Json>;
					geometry: string;
					id: string;
					is_internal: boolean;
					position: number;
				};
				Update: {
					campaign_id?: string;
					document?: NonNullable<Json>;
					geometry?: string;
					id?: string;
					is_internal?: boolean;
					position?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'layers_campaign_id_fkey';
						columns: ['campaign_id'];
						isOneToOne: false;
						referencedRelation: 'campaigns';
						referencedColumns: ['id'];
					}
				];
			};
			people: {
				Row: {
					created_at: string;
					disabled_at: string | null;
					erased_at: string | null;
					id: string;
					is_generated: boolean;
					name: string;
					organisation: string | null;
					user_id: string | null;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					disabled_at?: string | null;
					erased_at?: string | null;
					id?: string;
					is_generated?: boolean;
					name: string;
					organisation?: string | null;
					user_id?: string | null;
				};
				Update: {
					created_at?: string;
					disabled_at?: string | null;
					erased_at?: string | null;
					id?: string;
					is_generated?: boolean;
					name?: string;
					organisation?: string | null;
					user_id?: string | null;
				};
				Relationships: [];
			};
			plans: {
				Row: {
					area_code: string;
					content: NonNullable<Json>;
					is_generated: boolean;
					updated_at: string;
				};
				ComputedFields: never;
				Insert: {
					area_code: string;
					content: NonNullable<Json>;
					is_generated?: boolean;
					updated_at?: string;
				};
				Update: {
					area_code?: string;
					content?: NonNullable<Json>;
					is_generated?: boolean;
					updated_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'plans_area_code_fkey';
						columns: ['area_code'];
						isOneToOne: true;
						referencedRelation: 'areas';
						referencedColumns: ['code'];
					}
				];
			};
			posts: {
				Row: {
					area_code: string;
					created_at: string;
					id: string;
					is_generated: boolean;
					person_id: string;
					role: string;
					title: string;
					valid_from: string;
					valid_to: string | null;
				};
				ComputedFields: never;
				Insert: {
					area_code: string;
					created_at?: string;
					id?: string;
					is_generated?: boolean;
					person_id: string;
					role: string;
					title: string;
					valid_from?: string;
					valid_to?: string | null;
				};
				Update: {
					area_code?: string;
					created_at?: string;
					id?: string;
					is_generated?: boolean;
					person_id?: string;
					role?: string;
					title?: string;
					valid_from?: string;
					valid_to?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'posts_area_code_fkey';
						columns: ['area_code'];
						isOneToOne: false;
						referencedRelation: 'areas';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'posts_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			publication_proposals: {
				Row: {
					after_evidence: string;
					after_path: string;
					area_code: string;
					before_evidence: string;
					before_path: string;
					boxes: NonNullable<Json>;
					campaign_id: string;
					caption: string;
					decided_at: string | null;
					decided_by: string | null;
					id: string;
					is_generated: boolean;
					proposed_at: string;
					proposed_by: string;
					reason: string | null;
					state: string;
					task_id: string;
					version: number;
				};
				ComputedFields: never;
				Insert: {
					after_evidence: string;
					after_path: string;
					area_code: string;
					before_evidence: string;
					before_path: string;
					boxes: NonNullable<Json>;
					campaign_id: string;
					caption: string;
					decided_at?: string | null;
					decided_by?: string | null;
					id: string;
					is_generated?: boolean;
					proposed_at: string;
					proposed_by: string;
					reason?: string | null;
					state?: string;
					task_id: string;
					version?: number;
				};
				Update: {
					after_evidence?: string;
					after_path?: string;
					area_code?: string;
					before_evidence?: string;
					before_path?: string;
					boxes?: NonNullable<Json>;
					campaign_id?: string;
					caption?: string;
					decided_at?: string | null;
					decided_by?: string | null;
					id?: string;
					is_generated?: boolean;
					proposed_at?: string;
					proposed_by?: string;
					reason?: string | null;
					state?: string;
					task_id?: string;
					version?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'publication_proposals_after_evidence_fkey';
						columns: ['after_evidence'];
						isOneToOne: false;
						referencedRelation: 'evidence';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'publication_proposals_before_evidence_fkey';
						columns: ['before_evidence'];
						isOneToOne: false;
						referencedRelation: 'evidence';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'publication_proposals_campaign_id_fkey';
						columns: ['campaign_id'];
						isOneToOne: false;
						referencedRelation: 'campaigns';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'publication_proposals_decided_by_fkey';
						columns: ['decided_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'publication_proposals_proposed_by_fkey';
						columns: ['proposed_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'publication_proposals_task_id_fkey';
						columns: ['task_id'];
						isOneToOne: false;
						referencedRelation: 'tasks';
						referencedColumns: ['id'];
					}
				];
			};
			publications: {
				Row: {
					after_on: string;
					after_picture: string;
					area_code: string;
					before_on: string;
					before_picture: string;
					campaign_id: string;
					caption: string;
					id: string;
					is_generated: boolean;
					layer_id: string;
					position: Json | null;
					published_on: string;
					quantity: number | null;
					unit: string | null;
				};
				ComputedFields: never;
				Insert: {
					after_on: string;
					after_picture: string;
					area_code: string;
					before_on: string;
					before_picture: string;
					campaign_id: string;
					caption: string;
					id: string;
					is_generated?: boolean;
					layer_id: string;
					position?: Json | null;
					published_on: string;
					quantity?: number | null;
					unit?: string | null;
				};
				Update: {
					after_on?: string;
					after_picture?: string;
					area_code?: string;
					before_on?: string;
					before_picture?: string;
					campaign_id?: string;
					caption?: string;
					id?: string;
					is_generated?: boolean;
					layer_id?: string;
					position?: Json | null;
					published_on?: string;
					quantity?: number | null;
					unit?: string | null;
				};
				Relationships: [];
			};
			published_areas: {
				Row: {
					boundary: Json | null;
					built_year: number | null;
					center: Json | null;
					code: string;
					households: number | null;
					is_generated: boolean;
					level: string;
					name: string;
					name_en: string | null;
					pairs: number;
					parent_code: string | null;
					path: NonNullable<Json>;
					plan: Json | null;
					published_on: string;
				};
				ComputedFields: never;
				Insert: {
					boundary?: Json | null;
					built_year?: number | null;
					center?: Json | null;
					code: string;
					households?: number | null;
					is_generated?: boolean;
					level: string;
					name: string;
					name_en?: string | null;
					pairs?: number;
					parent_code?: string | null;
					path: NonNullable<Json>;
					plan?: Json | null;
					published_on: string;
				};
				Update: {
					boundary?: Json | null;
					built_year?: number | null;
					center?: Json | null;
					code?: string;
					households?: number | null;
					is_generated?: boolean;
					level?: string;
					name?: string;
					name_en?: string | null;
					pairs?: number;
					parent_code?: string | null;
					path?: NonNullable<Json>;
					plan?: Json | null;
					published_on?: string;
				};
				Relationships: [];
			};
			published_campaigns: {
				Row: {
					area_code: string;
					ends_on: string;
					id: string;
					is_generated: boolean;
					layers: NonNullable<Json>;
					name: NonNullable<Json>;
					published_on: string;
					starts_on: string;
					targets: NonNullable<Json>;
				};
				ComputedFields: never;
				Insert: {
					area_code: string;
					ends_on: string;
					id: string;
					is_generated?: boolean;
					layers: NonNullable<Json>;
					name: NonNullable<Json>;
					published_on: string;
					starts_on: string;
					targets: NonNullable<Json>;
				};
				Update: {
					area_code?: string;
					ends_on?: string;
					id?: string;
					is_generated?: boolean;
					layers?: NonNullable<Json>;
					name?: NonNullable<Json>;
					published_on?: string;
					starts_on?: string;
					targets?: NonNullable<Json>;
				};
				Relationships: [];
			};
			published_figures: {
				Row: {
					area_code: string;
					as_of: string;
					campaign_id: string;
					measure: string;
					target: number | null;
					unit: string | null;
					value: number;
				};
				ComputedFields: never;
				Insert: {
					area_code: string;
					as_of: string;
					campaign_id: string;
					measure: string;
					target?: number | null;
					unit?: string | null;
					value: number;
				};
				Update: {
					area_code?: string;
					as_of?: string;
					campaign_id?: string;
					measure?: string;
					target?: number | null;
					unit?: string | null;
					value?: number;
				};
				Relationships: [];
			};
			published_settings: {
				Row: {
					key: string;
					value: NonNullable<Json>;
				};
				ComputedFields: never;
				Insert: {
					key: string;
					value: NonNullable<Json>;
				};
				Update: {
					key?: string;
					value?: NonNullable<Json>;
				};
				Relationships: [];
			};
			settings: {
				Row: {
					key: string;
					updated_at: string;
					value: NonNullable<Json>;
				};
				ComputedFields: never;
				Insert: {
					key: string;
					updated_at?: string;
					value: NonNullable<Json>;
				};
				Update: {
					key?: string;
					updated_at?: string;
					value?: NonNullable<Json>;
				};
				Relationships: [];
			};
			sites: {
				Row: {
					area_code: string;
					attributes: NonNullable<Json>;
					batch_id: string | null;
					campaign_id: string;
					created_at: string;
					created_by: string | null;
					current_task_id: string | null;
					geometry: unknown;
					id: string;
					is_generated: boolean;
					is_internal: boolean;
					layer_id: string;
					number: number;
					raw: Json | null;
					removed_at: string | null;
					source: string;
					source_crs: string;
					source_ref: string | null;
					title: string;
					updated_at: string;
					version: number;
				};
				ComputedFields: never;
				Insert: {
					area_code: string;
					attributes?: NonNullable<Json>;
					batch_id?: string | null;
					campaign_id: string;
					created_at?: string;
					created_by?: string | null;
					current_task_id?: string | null;
					geometry?: unknown;
					id: string;
					is_generated?: boolean;
					is_internal: boolean;
					layer_id: string;
					number: number;
					raw?: Json | null;
					removed_at?: string | null;
					source?: string;
					source_crs?: string;
					source_ref?: string | null;
					title: string;
					updated_at?: string;
					version?: number;
				};
				Update: {
					area_code?: string;
					attributes?: NonNullable<Json>;
					batch_id?: string | null;
					campaign_id?: string;
					created_at?: string;
					created_by?: string | null;
					current_task_id?: string | null;
					geometry?: unknown;
					id?: string;
					is_generated?: boolean;
					is_internal?: boolean;
					layer_id?: string;
					number?: number;
					raw?: Json | null;
					removed_at?: string | null;
					source?: string;
					source_crs?: string;
					source_ref?: string | null;
					title?: string;
					updated_at?: string;
					version?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'sites_area_code_fkey';
						columns: ['area_code'];
						isOneToOne: false;
						referencedRelation: 'areas';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'sites_campaign_id_fkey';
						columns: ['campaign_id'];
						isOneToOne: false;
						referencedRelation: 'campaigns';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'sites_campaign_id_layer_id_fkey';
						columns: ['campaign_id', 'layer_id'];
						isOneToOne: false;
						referencedRelation: 'layers';
						referencedColumns: ['campaign_id', 'id'];
					},
					{
						foreignKeyName: 'sites_created_by_fkey';
						columns: ['created_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'sites_current_task_id_fkey';
						columns: ['current_task_id'];
						isOneToOne: false;
						referencedRelation: 'tasks';
						referencedColumns: ['id'];
					}
				];
			};
			targets: {
				Row: {
					amount: number;
					campaign_id: string;
					document: NonNullable<Json>;
					id: string;
					kinds: string[];
					measure: string;
					position: number;
					unit: string;
				};
				ComputedFields: never;
				Insert: {
					amount: number;
					campaign_id: string;
					document: NonNullable<Json>;
					id: string;
					kinds: string[];
					measure: string;
					position: number;
					unit: string;
				};
				Update: {
					amount?: number;
					campaign_id?: string;
					document?: NonNullable<Json>;
					id?: string;
					kinds?: string[];
					measure?: string;
					position?: number;
					unit?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'targets_campaign_id_fkey';
						columns: ['campaign_id'];
						isOneToOne: false;
						referencedRelation: 'campaigns';
						referencedColumns: ['id'];
					}
				];
			};
			task_events: {
				Row: {
					action: string;
					actor_id: string | null;
					at: string;
					change_id: string;
					device_at: string | null;
					from_stage: string | null;
					hash: string;
					payload: NonNullable<Json>;
					previous_hash: string;
					seq: number;
					task_id: string;
					to_stage: string | null;
				};
				ComputedFields: never;
				Insert: {
					action: string;
					actor_id?: string | null;
					at: string;
					change_id: string;
					device_at?: string | null;
					from_stage?: string | null;
					hash: string;
					payload?: NonNullable<Json>;
					previous_hash: string;
					seq: number;
					task_id: string;
					to_stage?: string | null;
				};
				Update: {
					action?: string;
					actor_id?: string | null;
					at?: string;
					change_id?: string;
					device_at?: string | null;
					from_stage?: string | null;
					hash?: string;
					payload?: NonNullable<Json>;
					previous_hash?: string;
					seq?: number;
					task_id?: string;
					to_stage?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'task_events_actor_id_fkey';
						columns: ['actor_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'task_events_task_id_fkey';
						columns: ['task_id'];
						isOneToOne: false;
						referencedRelation: 'tasks';
						referencedColumns: ['id'];
					}
				];
			};
			task_kinds: {
				Row: {
					campaign_id: string;
					code: string | null;
					code_kind: string | null;
					document: NonNullable<Json>;
					id: string;
					layer_id: string;
					limit_amount: number;
					limit_unit: string;
					standard_ref: string | null;
					unit: string | null;
				};
				ComputedFields: never;
				Insert: {
					campaign_id: string;
					code?: string | null;
					code_kind?: string | null;
					document: NonNullable<Json>;
					id: string;
					layer_id: string;
					limit_amount: number;
					limit_unit: string;
					standard_ref?: string | null;
					unit?: string | null;
				};
				Update: {
					campaign_id?: string;
					code?: string | null;
					code_kind?: string | null;
					document?: NonNullable<Json>;
					id?: string;
					layer_id?: string;
					limit_amount?: number;
					limit_unit?: string;
					standard_ref?: string | null;
					unit?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'task_kinds_campaign_id_fkey';
						columns: ['campaign_id'];
						isOneToOne: false;
						referencedRelation: 'campaigns';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'task_kinds_campaign_id_layer_id_fkey';
						columns: ['campaign_id', 'layer_id'];
						isOneToOne: false;
						referencedRelation: 'layers';
						referencedColumns: ['campaign_id', 'id'];
					}
				];
			};
			tasks: {
				Row: {
					area_code: string;
					assigned_at: string | null;
					batch_id: string | null;
					campaign_id: string;
					closed_at: string | null;
					closed_by: string | null;
					code: string | null;
					code_kind: string | null;
					department: string | null;
					description: string | null;
					domain_id: string | null;
					due_at: string | null;
					duplicate_of: string | null;
					extension_count: number;
					filed_at: string | null;
					handlers: string[];
					hours_left: number | null;
					id: string;
					is_generated: boolean;
					is_internal: boolean;
					is_urgent: boolean;
					kind_id: string;
					last_returned_at: string | null;
					layer_id: string;
					limit_amount: number | null;
					limit_extended: number;
					limit_unit: string | null;
					look_again_on: string | null;
					number: string;
					outcome: string | null;
					owner_id: string | null;
					quantity_done: number | null;
					quantity_target: number | null;
					relapse_of: string | null;
					removed_at: string | null;
					reopen_count: number;
					reported_at: string;
					reported_by: string | null;
					request: Json | null;
					review_on: string | null;
					rework_count: number;
					site_id: string | null;
					stage: string;
					stage_since: string;
					standard_ref: string | null;
					started_at: string | null;
					steps_done: string[];
					submitted_at: string | null;
					supervision: Json | null;
					title: string;
					unit: string | null;
					updated_at: string;
					version: number;
					warn_at: string | null;
				};
				ComputedFields: never;
				Insert: {
					area_code: string;
					assigned_at?: string | null;
					batch_id?: string | null;
					campaign_id: string;
					closed_at?: string | null;
					closed_by?: string | null;
					code?: string | null;
					code_kind?: string | null;
					department?: string | null;
					description?: string | null;
					domain_id?: string | null;
					due_at?: string | null;
					duplicate_of?: string | null;
					extension_count?: number;
					filed_at?: string | null;
					handlers?: string[];
					hours_left?: number | null;
					id: string;
					is_generated?: boolean;
					is_internal: boolean;
					is_urgent?: boolean;
					kind_id: string;
					last_returned_at?: string | null;
					layer_id: string;
					limit_amount?: number | null;
					limit_extended?: number;
					limit_unit?: string | null;
					look_again_on?: string | null;
					number: string;
					outcome?: string | null;
					owner_id?: string | null;
					quantity_done?: number | null;
					quantity_target?: number | null;
					relapse_of?: string | null;
					removed_at?: string | null;
					reopen_count?: number;
					reported_at: string;
					reported_by?: string | null;
					request?: Json | null;
					review_on?: string | null;
					rework_count?: number;
					site_id?: string | null;
					stage: string;
					stage_since: string;
					standard_ref?: string | null;
					started_at?: string | null;
					steps_done?: string[];
					submitted_at?: string | null;
					supervision?: Json | null;
					title: string;
					unit?: string | null;
					updated_at?: string;
					version?: number;
					warn_at?: string | null;
				};
				Update: {
					area_code?: string;
					assigned_at?: string | null;
					batch_id?: string | null;
					campaign_id?: string;
					closed_at?: string | null;
					closed_by?: string | null;
					code?: string | null;
					code_kind?: string | null;
					department?: string | null;
					description?: string | null;
					domain_id?: string | null;
					due_at?: string | null;
					duplicate_of?: string | null;
					extension_count?: number;
					filed_at?: string | null;
					handlers?: string[];
					hours_left?: number | null;
					id?: string;
					is_generated?: boolean;
					is_internal?: boolean;
					is_urgent?: boolean;
					kind_id?: string;
					last_returned_at?: string | null;
					layer_id?: string;
					limit_amount?: number | null;
					limit_extended?: number;
					limit_unit?: string | null;
					look_again_on?: string | null;
					number?: string;
					outcome?: string | null;
					owner_id?: string | null;
					quantity_done?: number | null;
					quantity_target?: number | null;
					relapse_of?: string | null;
					removed_at?: string | null;
					reopen_count?: number;
					reported_at?: string;
					reported_by?: string | null;
					request?: Json | null;
					review_on?: string | null;
					rework_count?: number;
					site_id?: string | null;
					stage?: string;
					stage_since?: string;
					standard_ref?: string | null;
					started_at?: string | null;
					steps_done?: string[];
					submitted_at?: string | null;
					supervision?: Json | null;
					title?: string;
					unit?: string | null;
					updated_at?: string;
					version?: number;
					warn_at?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'tasks_area_code_fkey';
						columns: ['area_code'];
						isOneToOne: false;
						referencedRelation: 'areas';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'tasks_campaign_id_fkey';
						columns: ['campaign_id'];
						isOneToOne: false;
						referencedRelation: 'campaigns';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'tasks_campaign_id_kind_id_fkey';
						columns: ['campaign_id', 'kind_id'];
						isOneToOne: false;
						referencedRelation: 'task_kinds';
						referencedColumns: ['campaign_id', 'id'];
					},
					{
						foreignKeyName: 'tasks_campaign_id_layer_id_fkey';
						columns: ['campaign_id', 'layer_id'];
						isOneToOne: false;
						referencedRelation: 'layers';
						referencedColumns: ['campaign_id', 'id'];
					},
					{
						foreignKeyName: 'tasks_closed_by_fkey';
						columns: ['closed_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'tasks_duplicate_of_fkey';
						columns: ['duplicate_of'];
						isOneToOne: false;
						referencedRelation: 'tasks';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'tasks_owner_id_fkey';
						columns: ['owner_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'tasks_relapse_of_fkey';
						columns: ['relapse_of'];
						isOneToOne: false;
						referencedRelation: 'tasks';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'tasks_reported_by_fkey';
						columns: ['reported_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'tasks_site_id_fkey';
						columns: ['site_id'];
						isOneToOne: false;
						referencedRelation: 'sites';
						referencedColumns: ['id'];
					}
				];
			};
			templates: {
				Row: {
					created_at: string;
					document: NonNullable<Json>;
					id: string;
					version: number;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					document: NonNullable<Json>;
					id: string;
					version: number;
				};
				Update: {
					created_at?: string;
					document?: NonNullable<Json>;
					id?: string;
					version?: number;
				};
				Relationships: [];
			};
		};
		Views: {
			[_ in never]: never;
		};
		Functions: {
			area_days: { Args: { area: string; campaign: string; domain?: string }; Returns: Json };
			area_outlines: { Args: { area: string }; Returns: Json };
			area_overview: { Args: { area: string; campaign: string; domain?: string }; Returns: Json };
			area_page: { Args: { area: string; campaign?: string; max_rows?: number }; Returns: Json };
			area_sheet: { Args: { area: string }; Returns: Json };
			begin_second_factor: { Args: { person: string; secret: string }; Returns: undefined };
			begin_sign_in: { Args: { account: string; address: string; email: string }; Returns: Json };
			calendar_document: { Args: { calendar: string; from_day?: string; to_day?: string }; Returns: Json };
			cases_near: {
				Args: { campaign: string; kind: string; lat: number; lng: number; max_rows?: number; radius_m?: number };
				Returns: Json;
			};
			clear_demo: { Args: Record<PropertyKey, never>; Returns: Json };
			compare_ledger_ends: { Args: { ends: Json }; Returns: string[] };
			confirm_second_factor: { Args: { hashes: string[]; person: string; session: string; step: number }; Returns: undefined };
			due_days: { Args: { area: string; campaign: string; days?: number; domain?: string }; Returns: Json };
			end_my_sessions: { Args: { session?: string }; Returns: number };
			end_sessions_of: { Args: { person: string }; Returns: undefined };
			erase_due_people: { Args: Record<PropertyKey, never>; Returns: number };
			erase_person: { Args: { person: string }; Returns: undefined };
			export_begin: { Args: { request: Json }; Returns: string };
			export_cases: { Args: { after?: string; export: string; page_size?: number }; Returns: Json };
			factors_of: { Args: { people: string[] }; Returns: Json };
			find_areas: { Args: { max_rows?: number; query: string }; Returns: Json };
			forget_accounts: { Args: { accounts: string[] }; Returns: undefined };
			forget_files: { Args: { names: string[] }; Returns: undefined };
			import_begin: { Args: { batch: Json }; Returns: undefined };
			import_check: { Args: { batch: string; most?: number }; Returns: Json };
			import_commit: { Args: { batch: string; summary?: Json }; Returns: Json };
			import_discard: { Args: { batch: string; rows?: number[] }; Returns: number };
			import_places: { Args: { campaign: string }; Returns: Json };
			import_stage: { Args: { batch: string; rows: Json }; Returns: number };
			import_undo: { Args: { batch: string }; Returns: Json };
			indicator_series: { Args: { area: string }; Returns: Json };
			link_account: { Args: { account: string; person: string }; Returns: undefined };
			list_cases: {
				Args: { area: string; campaign: string; filter?: Json; page?: number; page_size?: number; sort?: string };
				Returns: Json;
			};
			list_imports: { Args: { page?: number; page_size?: number }; Returns: Json };
			list_people: { Args: { page?: number; page_size?: number; person?: string; query?: string }; Returns: Json };
			list_proposals: { Args: { page?: number; page_size?: number; shown_state?: string }; Returns: Json };
			list_retired_accounts: { Args: Record<PropertyKey, never>; Returns: string[] };
			list_security_events: { Args: { before?: number; page_size?: number; person?: string }; Returns: Json };
			map_sites: { Args: { area: string; campaign: string; max_rows?: number }; Returns: Json };
			my_inbox: { Args: { campaign: string }; Returns: Json };
			my_session: { Args: Record<PropertyKey, never>; Returns: Json };
			my_sessions: { Args: Record<PropertyKey, never>; Returns: Json };
			my_standing: { Args: Record<PropertyKey, never>; Returns: Json };
			note_security_event: { Args: { account?: string; actor?: string; event: string; person?: string }; Returns: undefined };
			open_session: { Args: { account: string; device?: string; session: string }; Returns: Json };
			operation_facts: { Args: Record<PropertyKey, never>; Returns: Json };
			pass_recovery_code: { Args: { hash: string; person: string; session: string }; Returns: number };
			pass_second_factor: { Args: { person: string; session: string; step: number }; Returns: undefined };
			places_at: { Args: { lat: number; lng: number }; Returns: Json };
			proposal_detail: { Args: { proposal: string }; Returns: Json };
			refresh_public_figures: { Args: Record<PropertyKey, never>; Returns: number };
			remove_second_factor: { Args: { hash?: string; person: string; step?: number }; Returns: undefined };
			renew_recovery_codes: { Args: { hashes: string[]; person: string; step: number }; Returns: undefined };
			reset_second_factor: { Args: { person: string }; Returns: undefined };
			retire_pictures: { Args: { size?: number }; Returns: Json };
			roll_out: { Args: { campaign: Json }; Returns: undefined };
			save_area_targets: { Args: { campaign: string; targets: Json }; Returns: undefined };
			save_areas: { Args: { areas: Json }; Returns: number };
			save_basemap_key: { Args: { basemap: string; key: string }; Returns: undefined };
			save_calendar: { Args: { calendar: Json }; Returns: undefined };
			save_person: { Args: { person: Json }; Returns: undefined };
			save_plan: { Args: { area_code: string; content: Json; is_generated?: boolean }; Returns: undefined };
			save_settings: { Args: { settings: Json }; Returns: undefined };
			save_template: { Args: { document: Json }; Returns: undefined };
			search_places: { Args: { campaign: string; max_rows?: number; query: string }; Returns: Json };
			second_factor: { Args: { person: string }; Returns: Json };
			staff_context: { Args: { campaign?: string; from_day?: string; to_day?: string }; Returns: Json };
			stuck_cases: { Args: { area: string; by?: string; campaign: string; domain?: string; max_rows?: number }; Returns: Json };
			submit_change: { Args: { base_version: number; change_id: string; patch: Json; target: string }; Returns: Json };
			task_detail: { Args: { task: string }; Returns: Json };
			touch_session: { Args: { session: string }; Returns: undefined };
			try_second_factor: { Args: { person: string }; Returns: Json };
			verify_ledger: {
				Args: { campaign?: string };
				Returns: {
					problem: string;
					seq: number;
					task_id: string;
				}[];
			};
			verify_ledger_slice: { Args: { after_task?: string; size?: number }; Returns: Json };
		};
		Enums: {
			[_ in never]: never;
		};
		CompositeTypes: {
			[_ in never]: never;
		};
	};
};

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>];

export type Tables<
	DefaultSchemaTableNameOrOptions extends
		keyof (DefaultSchema['Tables'] & DefaultSchema['Views']) | { schema: keyof DatabaseWithoutInternals },
	TableName extends (DefaultSchemaTableNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
				DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
		: never) = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
			DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
			Row: infer R;
		}
		? R
		: never
	: DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
		? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
				Row: infer R;
			}
			? R
			: never
		: never;

export type TablesInsert<
	DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
	TableName extends (DefaultSchemaTableNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
		: never) = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
			Insert: infer I;
		}
		? I
		: never
	: DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
		? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
				Insert: infer I;
			}
			? I
			: never
		: never;

export type TablesUpdate<
	DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
	TableName extends (DefaultSchemaTableNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
		: never) = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
			Update: infer U;
		}
		? U
		: never
	: DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
		? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
				Update: infer U;
			}
			? U
			: never
		: never;

export type Enums<
	DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums'] | { schema: keyof DatabaseWithoutInternals },
	EnumName extends (DefaultSchemaEnumNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
		: never) = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
	: DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
		? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
		: never;

export type CompositeTypes<
	PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes'] | { schema: keyof DatabaseWithoutInternals },
	CompositeTypeName extends (PublicCompositeTypeNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
		: never) = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
	: PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
		? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
		: never;

export const Constants = {
	public: {
		Enums: {}
	}
} as const;
