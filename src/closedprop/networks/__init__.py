"""The specification: networks, their forward pass, back-propagation, and its unrolled forms."""

from closedprop.networks.activation import Activation
from closedprop.networks.backward import Gradients, backward
from closedprop.networks.files import load_network, network_from, network_record, save_network
from closedprop.networks.forward import Trace, forward
from closedprop.networks.network import Network, exact_fractions
from closedprop.networks.parse import parse
from closedprop.networks.random import gaussian_network, rational_network, stream
from closedprop.networks.registry import ACTIVATIONS, activation, activation_from, load_activations
from closedprop.networks.residual import ResidualNetwork, residual_backward, residual_forward
from closedprop.networks.unroll import FORMS, back_substitution, block_matrix, ordered_product, path_sum, unroll

__all__ = [
    "ACTIVATIONS",
    "FORMS",
    "Activation",
    "Gradients",
    "Network",
    "ResidualNetwork",
    "Trace",
    "activation",
    "activation_from",
    "back_substitution",
    "backward",
    "block_matrix",
    "exact_fractions",
    "forward",
    "gaussian_network",
    "load_activations",
    "load_network",
    "network_from",
    "network_record",
    "ordered_product",
    "parse",
    "path_sum",
    "rational_network",
    "residual_backward",
    "residual_forward",
    "save_network",
    "stream",
    "unroll",
]
