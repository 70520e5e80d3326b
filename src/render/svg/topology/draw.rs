//! Boxes, arrows and signs, from a finished layout.

use super::super::glyphs;
use super::super::out::{self, Esc, N, put};
use super::icons::{icon, stores};
use super::layout::Rect;
use super::{EdgeState, Node, NodeKind, NodeState};

const TITLE: f64 = 12.0;
const SMALL: f64 = 10.5;
const HIGH: f64 = 46.0;
const BADGE: f64 = 17.0;
const WIDEST: f64 = 190.0;
const CORNER: f64 = 5.0;

/// The words about a node's state; empty for one that works and has no badge.
fn badge(node: &Node) -> &str {
    match (node.badge.as_str(), node.state) {
        ("", NodeState::Ok) => "",
        ("", state) => state_name(state),
        (badge, _) => badge,
    }
}

pub(super) fn state_name(state: NodeState) -> &'static str {
    match state {
        NodeState::Ok => "ok",
        NodeState::Degraded => "degraded",
        NodeState::Slow => "slow",
        NodeState::Failed => "failed",
    }
}

/// From the left border to the words.
fn indent(kind: NodeKind) -> f64 {
    if stores(kind) { 14.0 } else { 37.0 }
}

/// How large a node is drawn.
pub(super) fn node_size(node: &Node) -> (f64, f64) {
    let badge = badge(node);
    let words = glyphs::width(&node.title, TITLE * 1.1).max(glyphs::width(&node.subtitle, SMALL));
    let foot = if badge.is_empty() { 0.0 } else { glyphs::width(badge, SMALL) + 38.0 };
    let wide = (words + indent(node.kind) + 14.0).max(foot).clamp(96.0, WIDEST).ceil();
    let high = HIGH + if badge.is_empty() { 0.0 } else { BADGE } + if stores(node.kind) { 8.0 } else { 0.0 };
    (wide, high)
}

/// A node with its sign, words and state.
pub(super) fn node(out: &mut String, node: &Node, rect: &Rect) {
    let state = state_name(node.state);
    put!(out, "<g class=\"node {state}\"><title>{}", Esc(&node.title));
    for words in [node.subtitle.as_str(), badge(node)].into_iter().filter(|words| !words.is_empty()) {
        put!(out, ", {}", Esc(words));
    }
    out.push_str("</title>");
    let mut top = rect.y;
    if stores(node.kind) {
        cylinder(out, node.kind, rect);
        top += 8.0;
    } else {
        let pill = matches!(node.kind, NodeKind::Client | NodeKind::Human);
        let class = if node.kind == NodeKind::External { "box outside" } else { "box" };
        out::rect(out, class, (rect.x, rect.y), (rect.wide, rect.high), if pill { 14.0 } else { 4.0 });
        put!(
            out,
            "<path class=\"icon\" transform=\"translate({} {})\" d=\"{}\"/>",
            N(rect.x + 11.0),
            N(top + 14.0),
            icon(node.kind)
        );
    }
    let (x, room) = (rect.x + indent(node.kind), rect.wide - indent(node.kind) - 8.0);
    let line = if node.subtitle.is_empty() { 27.5 } else { 20.0 };
    out::text(out, "name", (x, top + line), &glyphs::fit(&node.title, TITLE * 1.1, room));
    if !node.subtitle.is_empty() {
        out::text(out, "small", (x, top + 35.0), &glyphs::fit(&node.subtitle, SMALL, room));
    }
    let words = badge(node);
    if !words.is_empty() {
        let y = rect.bottom() - if stores(node.kind) { 12.0 } else { 8.0 };
        sign(out, node.state, rect.x + 19.0, y - 4.0);
        out::text(out, "badge", (rect.x + 30.0, y), &glyphs::fit(words, SMALL, rect.wide - 36.0));
    }
    out.push_str("</g>");
}

/// A cylinder: a primary has a solid lid, a replica a second rim, any other store a plain lid.
fn cylinder(out: &mut String, kind: NodeKind, rect: &Rect) {
    let (x, y, wide, high) = (rect.x, rect.y, rect.wide, rect.high);
    let half = N(wide / 2.0);
    put!(
        out,
        "<path class=\"box\" d=\"M{l} {t}a{half} 6 0 0 1 {w} 0v{d}a{half} 6 0 0 1 -{w} 0z\"/>",
        l = N(x),
        t = N(y + 6.0),
        w = N(wide),
        d = N(high - 12.0)
    );
    let class = if kind == NodeKind::Primary { "lid solid" } else { "lid" };
    put!(
        out,
        "<ellipse class=\"{class}\" cx=\"{}\" cy=\"{}\" rx=\"{half}\" ry=\"6\"/>",
        N(x + wide / 2.0),
        N(y + 6.0)
    );
    if kind == NodeKind::Replica {
        put!(out, "<path class=\"lid\" d=\"M{} {}a{half} 6 0 0 0 {} 0\"/>", N(x), N(y + 9.5), N(wide));
    }
}

/// The sign of a state: a cross, a triangle, a clock, or a tick.
pub(super) fn sign(out: &mut String, state: NodeState, x: f64, y: f64) {
    let path = match state {
        NodeState::Failed => "m-4 -4l8 8m0 -8l-8 8",
        NodeState::Degraded => "m0 -5l5 9h-10zm0 3.5v2.5",
        NodeState::Slow => "m0 -5a5 5 0 1 1 -.1 0zm0 2v3l2.2 1.4",
        NodeState::Ok => "m-4 0l3 3.5l5.5 -7",
    };
    put!(out, "<path class=\"sign\" d=\"M{} {}{path}\"/>", N(x), N(y));
}

/// An arrow along corners; one that is cut carries a cross.
pub(super) fn edge(out: &mut String, corners: &[(f64, f64)], state: EdgeState, words: &str) {
    let class = match state {
        EdgeState::Ok => "",
        EdgeState::Slow => " slow",
        EdgeState::Cut => " cut",
    };
    put!(out, "<g class=\"edge{class}\"><title>{}</title><path class=\"way\" d=\"", Esc(words));
    for (nth, &(x, y)) in corners.iter().enumerate() {
        let neighbours = nth.checked_sub(1).and_then(|before| corners.get(before)).zip(corners.get(nth + 1));
        match neighbours {
            None => put!(out, "{}{} {}", if nth == 0 { 'M' } else { 'L' }, N(x), N(y)),
            Some((&before, &after)) => {
                let (a, b) = (toward((x, y), before), toward((x, y), after));
                put!(out, "L{} {}Q{} {} {} {}", N(a.0), N(a.1), N(x), N(y), N(b.0), N(b.1));
            }
        }
    }
    out.push_str("\"/>");
    if let [.., before, tip] = corners {
        let (dx, dy) = direction(*before, *tip);
        let (x, y) = (tip.0 - dx * 8.0, tip.1 - dy * 8.0);
        put!(
            out,
            "<path class=\"head\" d=\"M{} {}L{} {}L{} {}z\"/>",
            N(tip.0),
            N(tip.1),
            N(x - dy * 3.6),
            N(y + dx * 3.6),
            N(x + dy * 3.6),
            N(y - dx * 3.6)
        );
    }
    if let Some((x, y)) = cross(corners).filter(|_| state == EdgeState::Cut) {
        put!(out, "<circle class=\"disc\" cx=\"{}\" cy=\"{}\" r=\"7\"/>", N(x), N(y));
        sign(out, NodeState::Failed, x, y);
    }
    out.push_str("</g>");
}

/// Where an edge that is cut carries its cross: in the middle of its last stretch.
pub(super) fn cross(corners: &[(f64, f64)]) -> Option<(f64, f64)> {
    let [.., before, tip] = corners else { return None };
    let (dx, dy) = direction(*before, *tip);
    Some((f64::midpoint(before.0, tip.0) - dx * 3.0, f64::midpoint(before.1, tip.1) - dy * 3.0))
}

/// The point a corner's radius away from it, or half-way where there is less room.
fn toward(corner: (f64, f64), other: (f64, f64)) -> (f64, f64) {
    let (dx, dy) = direction(corner, other);
    let room = f64::midpoint((other.0 - corner.0).abs(), (other.1 - corner.1).abs());
    let by = CORNER.min(room);
    (corner.0 + dx * by, corner.1 + dy * by)
}

fn direction(from: (f64, f64), to: (f64, f64)) -> (f64, f64) {
    let sign = |delta: f64| if delta.abs() < 0.01 { 0.0 } else { delta.signum() };
    (sign(to.0 - from.0), sign(to.1 - from.1))
}
