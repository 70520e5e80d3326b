//! The workers of a node: taken by a request, given back, taken by the next in its queue.

use std::collections::VecDeque;

use crate::model::component::Order;
use crate::model::units::Contention;

use super::calls::State;
use super::flow::Then;
use super::latencies::Of;
use super::queue::What;
use super::random::{draw, ticks};
use super::world::World;

impl World<'_> {
    /// A worker takes a call.
    pub(crate) fn start(&mut self, child: u32) {
        let now = self.now;
        let call = &mut self.calls[child];
        let part = &mut self.parts[usize::from(call.part)];
        let node = &mut part.nodes[usize::from(call.node)];
        let station = node.own.as_deref().unwrap_or(&part.station);
        part.stats.take_worker(now, now - call.arrived);
        self.latencies.note(Of::Wait(call.part), now - call.arrived);
        node.busy += 1;
        node.taken += 1;
        call.held = true;
        call.state = State::Working;
        let rare = station.rare.as_deref();
        let write_work = rare.filter(|_| call.write).and_then(|rare| rare.write_work.as_ref());
        let mut time = draw(write_work.unwrap_or(&station.work), &mut part.rng.work);
        if let Some(contention) = rare.and_then(|rare| rare.contention.as_ref()) {
            let mut added = contention.added(node.busy);
            if let Contention::Linear(_, sd) = contention
                && *sd > 0.0
            {
                added += added * sd * part.rng.work.normal();
            }
            time += ticks(added);
        }
        if let Some(hurt) = node.hurt.as_deref().filter(|hurt| hurt.slow.to_bits() != 1.0_f64.to_bits()) {
            time = ticks(time as f64 * hurt.slow);
        }
        let generation = call.generation;
        if time == 0 {
            self.then.push_back(Then::Worked { call: child, generation });
        } else {
            self.queue.push(now.saturating_add(time), What::Worked, child, generation);
        }
    }

    /// Gives a call's worker back and starts those that wait for one.
    pub(crate) fn release(&mut self, child: u32) {
        let call = &mut self.calls[child];
        if !call.held {
            return;
        }
        call.held = false;
        let (part_at, node_at) = (usize::from(call.part), usize::from(call.node));
        let part = &mut self.parts[part_at];
        part.stats.let_go(self.now - call.arrived);
        part.stats.busy.down(self.now);
        part.nodes[node_at].busy -= 1;
        if part.nodes[node_at].queued > 0 {
            self.pull(part_at, node_at);
        }
    }

    /// Starts waiting calls while there are workers.
    pub(crate) fn pull(&mut self, part_at: usize, node_at: usize) {
        loop {
            let part = &mut self.parts[part_at];
            let node = &mut part.nodes[node_at];
            if node.queued == 0 || !node.has_worker() || !node.serves() {
                return;
            }
            let order = node.own.as_deref().unwrap_or(&part.station).order;
            let next = if order == Order::Lifo {
                node.queues.iter_mut().find_map(VecDeque::pop_back)
            } else {
                node.queues.iter_mut().rev().find_map(VecDeque::pop_front)
            };
            let Some(next) = next else { return };
            let call = &mut self.calls[next];
            call.listed = false;
            match call.state {
                State::Queued => {
                    node.queued -= 1;
                    part.stats.queued.down(self.now);
                    self.start(next);
                }
                State::Tombstone => self.calls.remove(next),
                _ => {}
            }
        }
    }
}
