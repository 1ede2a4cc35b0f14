//! How long guides take, each beside plain JSON of the same size in the same run: what any program would have to spend.

// Benchmarks may fail as tests do.
#![allow(missing_docs, clippy::expect_used, clippy::unwrap_used)]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use firstline_author::lint::{Settings, lint};
use firstline_bench_guides::shipped;
use firstline_guide::session::Session;
use firstline_guide::{Trail, load, pack};
use serde_json::Value;

fn guides(criterion: &mut Criterion) {
    let shipped = shipped();

    let mut group = criterion.benchmark_group("load");
    group.bench_function("ours", |bench| {
        bench.iter(|| load::load(black_box(&shipped.source)))
    });
    group.bench_function("plain", |bench| {
        bench.iter(|| serde_json::from_str::<Value>(black_box(&shipped.source)).unwrap());
    });
    group.finish();

    let mut group = criterion.benchmark_group("lint");
    group.sample_size(10);
    let settings = Settings {
        today: "2026-11-29",
        provider: &|_| Vec::new(),
    };
    let folders = [shipped.folder];
    let sources: Vec<&str> = folders[0]
        .guides
        .iter()
        .filter_map(|file| file.source.usable())
        .collect();
    group.bench_function("ours", |bench| {
        bench.iter(|| lint(black_box(&folders), &settings))
    });
    group.bench_function("plain", |bench| {
        bench.iter(|| {
            let values = sources
                .iter()
                .map(|source| serde_json::from_str::<Value>(source).unwrap());
            values.collect::<Vec<Value>>()
        });
    });
    group.finish();

    let written = pack::write(&shipped.id, &shipped.library).unwrap();
    let value: Value = serde_json::from_str(&shipped.source).unwrap();
    let text = value.to_string();
    let mut group = criterion.benchmark_group("pack-write");
    group.bench_function("ours", |bench| {
        bench.iter(|| pack::write(&shipped.id, black_box(&shipped.library)).unwrap());
    });
    group.bench_function("plain", |bench| {
        bench.iter(|| black_box(&value).to_string())
    });
    group.finish();
    let mut group = criterion.benchmark_group("pack-read");
    group.bench_function("ours", |bench| {
        bench.iter(|| pack::read(black_box(&written)).unwrap())
    });
    group.bench_function("plain", |bench| {
        bench.iter(|| serde_json::from_str::<Value>(black_box(&text)).unwrap());
    });
    group.finish();

    let stored = shipped.trail.to_json();
    let mut group = criterion.benchmark_group("replay");
    group.bench_function("ours", |bench| {
        bench.iter(|| {
            let trail = Trail::from_json(black_box(&stored)).unwrap();
            Session::resume(Arc::clone(&shipped.library), trail, "", 0).unwrap()
        });
    });
    group.bench_function("plain", |bench| {
        bench.iter(|| serde_json::from_str::<Value>(black_box(&stored)).unwrap());
    });
    group.finish();
}

criterion_group!(benches, guides);
criterion_main!(benches);
