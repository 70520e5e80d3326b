//! One sign per kind of node, 18 by 18 pixels, so that kinds differ without colour.

use super::NodeKind;

/// The strokes of a kind's sign; the kinds that are drawn as cylinders have none.
pub(super) fn icon(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Client => "M1 3h16v10h-16zM6 16h6M9 13v3",
        NodeKind::LoadBalancer => {
            "M1 9h6M7 9l7.5-6.5M7 9h9M7 9l7.5 6.5M16 6.8v4.4M12 1.5l3.5 0v3.5M12 16.5h3.5v-3.5"
        }
        NodeKind::Service => "M9 1l7 4v8l-7 4l-7-4v-8zM2 5l7 4l7-4M9 9v8",
        NodeKind::Cache => "M10 1l-6 9h4l-1 7l6-9h-4z",
        NodeKind::Queue => "M1 5h16v8h-16zM6.3 5v8M11.6 5v8",
        NodeKind::Firewall => "M1 3h16v12h-16zM1 7h16M1 11h16M9 3v4M5 7v4M13 7v4M9 11v4",
        NodeKind::Network => "M2 6h13l-3-3M16 12h-13l3 3",
        NodeKind::Coordinator => "M2 5l4 4l3-6l3 6l4-4l-2 10h-10z",
        NodeKind::Monitor => "M1 9h4l2-5l4 10l2-5h4",
        NodeKind::Human => "M9 9a4 4 0 1 0 0-8a4 4 0 0 0 0 8zM2 17a7 7 0 0 1 14 0",
        NodeKind::External => "M5 14h8a4 4 0 0 0 0-8a5 5 0 0 0-9.5 1.5a3.5 3.5 0 0 0 1.5 6.5z",
        NodeKind::Database | NodeKind::Primary | NodeKind::Replica => "",
    }
}

/// Whether a kind stores data and is drawn as a cylinder.
pub(super) fn stores(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::Database | NodeKind::Primary | NodeKind::Replica)
}
